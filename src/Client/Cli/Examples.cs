using System.CommandLine;
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
