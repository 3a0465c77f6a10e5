using System.CommandLine;
using System.CommandLine.Parsing;
using F23.StringSimilarity;

namespace Sweep.Client.Cli;

/// <summary>What the user sees when the command line itself is wrong.</summary>
internal static class ParseErrors
{
    public static int Report(ParseResult parsed, CliContext context)
    {
        var error = context.Error;
        var command = parsed.CommandResult.Command;
        var unknown = Unknown(parsed);
        foreach (var token in unknown)
        {
            var what = token.StartsWith('-') ? "option" : command is RootCommand ? "verb" : "argument";
            error.WriteLine($"sweep: unknown {what} '{token}'{Meant(token, Candidates(command))}");
        }
        if (unknown.Any(token => token == "--db")) error.WriteLine(
            command.Options.Any(o => o.Name == "--cluster")
                ? $"  '{command.Name}' is about a cluster: --cluster PATH names the SQLite file that its nodes share"
                : $"  '{command.Name}' needs no ledger");
        foreach (var missing in parsed.Errors.Where(IsAboutArgument).Select(e => ((ArgumentResult)e.SymbolResult!).Argument))
            error.WriteLine($"sweep: the argument '{missing.Name}' is missing ({Sentence(missing.Description ?? "")})");
        foreach (var message in parsed.Errors.Where(e => !IsAboutArgument(e)).Select(e => e.Message)
            .Where(m => unknown.Count == 0 || !m.StartsWith("Unrecognized", StringComparison.Ordinal)).Distinct())
            error.WriteLine($"sweep: {Sentence(message)}");
        var help = command is RootCommand ? "--help" : $"{command.Name} --help";
        error.WriteLine($"  '{Hints.Plain(context, help)}' says what is understood");
        return ExitCodes.BadInput;
    }

    /// <summary>The library does not name the argument that it misses.</summary>
    private static bool IsAboutArgument(ParseError error) =>
        error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult };

    /// <summary>Words that nothing understood, without those that only follow from the first one:
    /// the value behind an unknown option, all behind an unknown verb.</summary>
    private static List<string> Unknown(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand) return [.. parsed.UnmatchedTokens.Take(1)];
        var options = parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).ToList();
        return options.Count > 0 ? options : [.. parsed.UnmatchedTokens];
    }

    /// <summary><c>; did you mean 'lstm'?</c>: the candidate nearest to a misspelt word; empty when none is near enough.</summary>
    public static string Meant(string word, IEnumerable<string> candidates)
    {
        var distance = new Damerau();
        return candidates
            .Select(c => (Candidate: c, Distance: distance.Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(c => c.Distance)
            .Select(c => $"; did you mean '{c.Candidate}'?")
            .FirstOrDefault("");
    }

    private static IEnumerable<string> Candidates(Command command) =>
        command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)
            .Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name))
            .Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive)).Select(o => o.Name));

    private static string Sentence(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
