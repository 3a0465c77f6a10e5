using System.CommandLine.Invocation;
using System.Text;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Experiments.Catalog;
using Sweep.Ledger;

namespace Sweep.Client.Tests.Fuzz;

/// <summary>Whatever the arguments are, they are understood, or refused with exit code 2 and a sentence.
/// Nothing is executed, and nothing is read from the disk.</summary>
public sealed class CommandLineFuzzTests
{
    private static readonly string[] Words =
    [
        "run", "validate", "plan", "resume", "pause", "cancel", "watch", "ls", "top", "show", "compare", "query", "export", "generate",
        "importance", "silo", "nodes", "doctor", "worker", "rum", "--help", "-h", "-?", "/?", "--version", "--hepl",
        "--db", "--set", "--workers", "--device", "--format", "--json", "--quiet", "-q", "--detach", "-d", "--cluster", "--secret-file",
        "--priority", "--hang-limit", "--by", "--prefix", "--length", "--temperature", "--seed", "--what", "--to", "--name",
        "--bind", "--advertise", "--port", "--gateway-port", "--checkpoints", "--data", "--allow-commands", "--http", "--dashboard",
        "--grace", "--", "-", "--=", "--db=", "--db:", "-qd", "-dq1", "@file", "@/dev/zero", "[suggest]", "[diagram]", "[env:A=b]",
        "[suggest:3]",
        "\n", "\n\n", "=", ":", "\"", "'", "\\", " ", "\t", "\r", "\0", "\u001b[31m", "\u202e", "é", "😀", "\ufeff", "0", "-1", "1", "1.5",
        "1e9", "1e400", "NaN", "2147483647", "2147483648", "9223372036854775808", "999999999999999999999999", "true", "false", "null",
        "table", "csv", "xml", "cpu", "cuda", "tpu", "a=b", "=b", "lr=", "parameters.epochs=3", "cells", "cells/0", "cells/-1",
        "cells/99999999999", "/", "/1", "cells/1/2",
        "Host=db;Username=sweep", "Host=", "Host=db;Port=99999", "Data Source=", "Data Source=a.db;Mode=x", "postgres://",
        "postgres://a:b@c:d/e", "postgres://[::1]:5432/x?y=z", "postgres://%zz@h", "mysql://x", "sweep.db", "a;b=c", "Password=",
        "Host='", "Host=\"a",
    ];

    private static readonly CliContext Context =
        new() { Out = ConsoleWriter.Null, Error = ConsoleWriter.Null, WorkingFolder = "/nowhere", Catalog = new ExperimentCatalog([]) };

    [Fact]
    public Task No_mutated_command_line_breaks_the_parser() =>
        new FuzzRun(new Mutator([.. RealInputs.CommandLines.Select(words => RealInputs.Utf8(string.Join('\n', words)))], Words), Parse)
            .Run(standard: 20_000);

    private static void Parse(byte[] bytes)
    {
        var args = Encoding.UTF8.GetString(bytes).Split('\n');
        var parsed = CommandLine.Parse(args, Context);
        if (parsed.Action is ParseErrorAction) Refused(context => ParseErrors.Report(parsed, context));
        foreach (var word in args.TakeLast(3)) Name(word);
    }

    /// <summary>What verbs make of a word first.</summary>
    private static void Name(string word)
    {
        try
        {
            _ = TrialLabel.Parse(word);
        }
        catch (UserException e)
        {
            Assert.Equal(ExitCodes.BadInput, e.ExitCode);
        }

        try
        {
            _ = LedgerAddress.Parse(word, "/nowhere").Display;
        }
        catch (LedgerException e)
        {
            Assert.True(e.IsInputError);
        }
    }

    private static void Refused(Func<CliContext, int> report)
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCodes.BadInput, report(Context with { Error = new ConsoleWriter(error) }));
        Assert.StartsWith("sweep: ", error.ToString(), StringComparison.Ordinal);
    }
}
