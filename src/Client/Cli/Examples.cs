using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Sweep.Client.Cli;

/// <summary>Examples of a command, which its help shows at the end.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, List<string>> ByCommand = [];

    public static Command Example(this Command command, params IEnumerable<string> lines)
    {
        ByCommand.GetOrCreateValue(command).AddRange(lines);
        return command;
    }

    public static IReadOnlyList<string> Of(Command command) => ByCommand.TryGetValue(command, out var lines) ? lines : [];
}

/// <summary>The library's help, then the examples.</summary>
internal sealed class ExampleHelpAction(CliContext context) : SynchronousCommandLineAction
{
    private readonly HelpAction help = new();

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var examples = Examples.Of(parseResult.CommandResult.Command);
        if (examples.Count == 0) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var line in examples) output.WriteLine($"  {AsTyped(line)}");
        return code;
    }

    private string AsTyped(string line) => line.StartsWith("sweep ", StringComparison.Ordinal) ? Hints.Plain(context, line[6..]) : line;
}
