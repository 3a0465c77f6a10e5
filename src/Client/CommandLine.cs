using System.CommandLine;
using System.CommandLine.Invocation;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Experiments.Output;
using Sweep.Ledger;
using Sweep.Reports.Text;

namespace Sweep.Client;

/// <summary>From arguments to an exit code; the only place where an exception becomes text.</summary>
public static class CommandLine
{
    public static async Task<int> Run(IReadOnlyList<string> args, CliContext context)
    {
        var code = await Attempt(args, context);
        return context.Out.Raw is LenientWriter { Failure: { } failure } ? ResultsUnsaid(failure, code, context) : code;
    }

    private static async Task<int> Attempt(IReadOnlyList<string> args, CliContext context)
    {
        try
        {
            var parsed = Parse(args, context);
            if (parsed.Action is ParseErrorAction) return ParseErrors.Report(parsed, context);
            // On another thread, because a verb may block (a query, a download,
            // a model that writes) and the interrupt must be heard meanwhile.
            var work = Task.Run(() => Invoke(parsed, context));
            return await IsCutShort(work, context) ? EndAtOnce(context) : await work;
        }
        catch (Exception e)
        {
            return Report(e, context);
        }
    }

    /// <summary>An argument that begins with '@' is a word like others:
    /// the library would take it for the name of a file with more arguments.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, CliContext context) =>
        CommandTree.Build(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static Task<int> Invoke(ParseResult parsed, CliContext context) => parsed.InvokeAsync(new InvocationConfiguration
    {
        Output = context.Out,
        Error = context.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    });

    /// <summary>True when the user interrupted work that would not end by itself; false once the work is done.</summary>
    private static async Task<bool> IsCutShort(Task work, CliContext context)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = context.Interrupted.Register(() => stop.TrySetResult());
        await Task.WhenAny(work, stop.Task);
        return !work.IsCompleted && !context.Graceful.HasBegun;
    }

    private static int EndAtOnce(CliContext context)
    {
        context.Error.WriteLine("sweep: interrupted");
        context.EndAtOnce(ExitCodes.Interrupted);
        return ExitCodes.Interrupted;
    }

    /// <summary>The work is done; what it found did not get out.</summary>
    private static int ResultsUnsaid(string failure, int code, CliContext context)
    {
        context.Error.WriteLine($"sweep: standard output cannot be written: {failure}");
        context.Error.WriteLine("  everything else is done; make room there or choose another place, and give the command again");
        return code == ExitCodes.Done ? ExitCodes.Failed : code;
    }

    /// <summary>Says what happened; the exit code for it.</summary>
    public static int Report(Exception e, CliContext context)
    {
        var (code, lines) = e switch
        {
            UserException user => (user.ExitCode, user.Lines),
            LedgerException ledger => (ledger.IsInputError ? ExitCodes.BadInput : ExitCodes.Failed, [ledger.Message]),
            SweepRefusedException refused => (refused.IsInputError ? ExitCodes.BadInput : ExitCodes.Failed, [refused.Message]),
            OutOfMemoryException => (ExitCodes.Failed, OutOfMemory()),
            IOException or UnauthorizedAccessException => (ExitCodes.Failed, [$"the system refused: {e.Message.ReplaceLineEndings(" ")}"]),
            OperationCanceledException when context.Interrupted.IsCancellationRequested => (ExitCodes.Interrupted, ["interrupted"]),
            _ => (ExitCodes.Failed, (IReadOnlyList<string>)[.. Unexpected(e, context)]),
        };
        context.Error.WriteLine($"sweep: {lines[0]}");
        foreach (var line in lines.Skip(1)) context.Error.WriteLine(line);
        return code;
    }

    private static IReadOnlyList<string> OutOfMemory() =>
    [
        $"out of memory: this command may use {Numbers.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} and needed more",
        "  ask for less at a time, or raise the limit (of the machine, of the container, DOTNET_GCHeapHardLimit)",
    ];

    private static IEnumerable<string> Unexpected(Exception e, CliContext context)
    {
        yield return $"unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        if (context.Variable("SWEEP_TRACE") is { Length: > 0 })
        {
            foreach (var line in e.ToString().Split('\n')) yield return line.TrimEnd();
        }
        else
        {
            yield return $"This is a defect of sweep {ProgramFacts.Version}, not of your input. Please report it with the output of the " +
                "same command under SWEEP_TRACE=1 (CONTRIBUTING.md says where).";
        }
    }
}
