using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sweep.Client.Rendering;

namespace Sweep.Client.Cli;

/// <summary>How many rows the user wants to see.</summary>
/// <param name="Asked">The number that was asked for; null = none.</param>
/// <param name="All">True when all were asked for.</param>
public sealed record RowLimit(int? Asked = null, bool All = false)
{
    /// <summary>Rows of a table unless more are asked for: what fits a terminal.</summary>
    public const int InTable = 20;

    /// <summary>Rows to show in this form.</summary>
    public int For(OutputFormat format) => Asked ?? (format == OutputFormat.Table && !All ? InTable : int.MaxValue);
}

/// <summary>What a sweep trains on.</summary>
public enum DeviceKind
{
    Cpu,
    Cuda,
}

/// <summary>Options that several verbs share, so that they read and behave alike everywhere.</summary>
internal static class SharedOptions
{
    public static Argument<string> File() => new("file") { Description = "The sweep file." };

    public static Argument<string> SweepName() => new("name") { Description = "Name of the sweep, as 'sweep ls' shows it." };

    public static Option<OutputFormat> Format() => OneOf<OutputFormat>("--format", "Form of the data on standard output. Default: table.");

    public static Option<string?> Objective() =>
        Text("--metric", "name", "The objective to go by, where a sweep has several. Default: the first.");

    /// <summary>Assemblies that the operator of a node lets it load.</summary>
    public static Option<string[]> Experiments() => new("--experiments")
    {
        Description = "An assembly with experiments of your own, which sweeps may run on this machine; may be repeated.",
        HelpName = "file",
        DefaultValueFactory = _ => [],
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides one key of the sweep file, for example --set parameters.epochs=3; may be repeated.",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
                result.AddError($"--set expects key=value, such as 'parameters.epochs=3', found '{token.Value}'");
            return [.. result.Tokens.Select(t => t.Value)];
        },
    };

    public static Option<int?> Workers() => Whole(
        "--workers", "n",
        "Trials that run at the same time. Default: the cores on cpu, the GPUs on cuda (times the trials that share one).",
        1, int.MaxValue);

    public static Option<DeviceKind> Device() => OneOf<DeviceKind>(
        "--device", "What to train on. Default: cuda for a program that asks for GPUs ('resources: {gpus: 1}'), else cpu.");

    public static Option<bool> Plot() => new("--plot") { Description = "Draws learning curves below a table." };

    /// <summary>Adds <c>--limit</c> and <c>--all</c> to a verb that lists rows.</summary>
    /// <param name="rows">What is listed, in a word: <c>Trials</c>.</param>
    public static Func<ParseResult, RowLimit> Limit(Command command, string rows)
    {
        var limit = Whole("--limit", "n", $"{rows} to show. Default: {RowLimit.InTable} in a table, all as json or csv.", 1, int.MaxValue);
        limit.Aliases.Add("-n");
        var all = new Option<bool>("--all") { Description = "Shows all of them in a table, too." };
        command.Add(limit);
        command.Add(all);
        return parsed => parsed.GetValue(limit) is not null && parsed.GetValue(all)
            ? throw UserException.BadInput("--limit and --all exclude each other")
            : new RowLimit(parsed.GetValue(limit), parsed.GetValue(all));
    }

    /// <summary>True when the user typed the option.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>An option that takes a text; null when it is not given.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>An option that takes a whole number; null when it is not given.</summary>
    public static Option<int?> Whole(string name, string helpName, string description, int least, int most) =>
        new(name) { Description = description, HelpName = helpName, CustomParser = result => (int?)Whole(result, least, most) };

    /// <summary>Reads a whole number; adds an error that says what was expected and gives null otherwise.</summary>
    public static long? Whole(ArgumentResult result, long least, long most)
    {
        var word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most) return number;
        var range = most is int.MaxValue or long.MaxValue ? $" of at least {least:N0}" : $" from {least:N0} to {most:N0}";
        result.AddError($"{NameOf(result)} expects a whole number{(least == long.MinValue ? "" : range)}, found '{word}'");
        return null;
    }

    /// <summary>Reads a finite number of at least 0; adds an error otherwise.</summary>
    public static double? NotNegative(ArgumentResult result)
    {
        var word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && number >= 0) return number;
        result.AddError($"{NameOf(result)} expects a number of at least 0, found '{word}'");
        return null;
    }

    private static string? NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name;

    /// <summary>An option whose values are the names of an enumeration; the first one when it is not given.</summary>
    public static Option<T> OneOf<T>(string name, string description)
        where T : struct, Enum
    {
        var known = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        var option = new Option<T>(name) { Description = description, HelpName = string.Join('|', known), CustomParser = Parse };
        option.CompletionSources.Add(known);
        return option;

        T Parse(ArgumentResult result)
        {
            var word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (known.Contains(word)) return Enum.Parse<T>(word, ignoreCase: true);
            result.AddError($"{NameOf(result)} expects {string.Join(", ", known.SkipLast(1))} or {known[^1]}, found " +
                $"'{word}'{ParseErrors.Meant(word, known)}");
            return default;
        }
    }
}
