using System.CommandLine;
using Sweep.Client.Cli;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep help VERB</c>: what <c>sweep VERB --help</c> says.</summary>
internal static class HelpVerb
{
    public static Command Build(CliContext context)
    {
        var verb = new Argument<string?>("verb") { Description = "The verb; without one, all of them.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("help", "Says what a verb understands, as --help behind it does.") { verb };
        command.SetAction((parsed, cancel) =>
            parsed.RootCommandResult.Command.Parse(Words(parsed, verb)).InvokeAsync(parsed.InvocationConfiguration, cancel));
        return command.Example("sweep help run");
    }

    /// <exception cref="UserException">Bad input: there is no such verb.</exception>
    private static string[] Words(ParseResult parsed, Argument<string?> verb)
    {
        if (parsed.GetValue(verb) is not { } word) return ["--help"];
        var known = parsed.RootCommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        if (known.Contains(word)) return [word, "--help"];
        throw UserException.BadInput($"there is no verb '{word}'{ParseErrors.Meant(word, known)}", $"  verbs: {string.Join(", ", known)}");
    }
}
