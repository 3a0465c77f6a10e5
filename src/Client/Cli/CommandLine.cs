using System.CommandLine;
using System.CommandLine.Invocation;
using Sweep.Client.Hosting;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Cli;

/// <summary>From arguments to an exit code; the only place where an exception becomes text.</summary>
public static class CommandLine
{
    public static async Task<int> Run(IReadOnlyList<string> args, CliContext context)
    {
        try
        {
            var parsed = CommandTree.Build(context).Parse(args);
            if (parsed.Action is ParseErrorAction) return ParseErrors.Report(parsed, context);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e)
        {
            return Report(e, context);
        }
    }

    private static int Report(Exception e, CliContext context)
    {
        var (code, lines) = e switch
        {
            UserException user => (user.ExitCode, user.Lines),
            LedgerException ledger => (ledger.IsInputError ? ExitCodes.BadInput : ExitCodes.Failed, [ledger.Message]),
            OperationCanceledException when context.Interrupted.IsCancellationRequested => (ExitCodes.Interrupted, ["interrupted"]),
            _ => (ExitCodes.Failed, (IReadOnlyList<string>)[.. Unexpected(e, context)]),
        };
        context.Error.WriteLine($"sweep: {lines[0]}");
        foreach (var line in lines.Skip(1)) context.Error.WriteLine(line);
        return code;
    }

    private static IEnumerable<string> Unexpected(Exception e, CliContext context)
    {
        yield return $"unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        if (context.Variable("SWEEP_TRACE") is { Length: > 0 })
            yield return e.ToString();
        else
            yield return $"This is a defect of sweep {ProgramFacts.Version}, not of your input. Please report it with the output of the same command under SWEEP_TRACE=1 (CONTRIBUTING.md says where).";
    }
}
