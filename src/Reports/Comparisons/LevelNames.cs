using Sweep.Reports.Parameters;
using Sweep.Reports.Text;

namespace Sweep.Reports.Comparisons;

/// <summary>The levels of a comparison as people read them: all numbers in one notation.</summary>
public sealed class LevelNames
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <param name="comparison">The comparison.</param>
    public LevelNames(ComparisonTable comparison)
    {
        var format = NumberFormat.For(comparison.Levels.SelectMany(Ends), NumberStyle.Chosen);
        foreach (var level in comparison.Levels) names[level.Level] = Name(level, format);
        // The format has nine digits at most: what differs in later ones only keeps the name that it has.
        if (names.Values.Distinct(StringComparer.Ordinal).Count() < names.Count) names.Clear();
    }

    /// <summary>A level, known as scripts read it, as people read it.</summary>
    public string Of(string level) => names.GetValueOrDefault(level, level);

    /// <summary><c>lstm</c> speaks for itself, <c>2</c> does not: it is told with its parameter.</summary>
    internal static bool SpeaksForItself(string level) =>
        level is not ("true" or "false" or "(absent)") && char.IsLetter(level.FirstOrDefault());

    private static IEnumerable<double> Ends(LevelSummary level) => level switch
    {
        { From: { } from, To: { } to } => [from, to],
        _ => Single(level) is { } number ? [number] : [],
    };

    private static double? Single(LevelSummary level) => level.Number is { } number && ParameterText.IsExact(level.Level) ? number : null;

    private static string Name(LevelSummary level, NumberFormat format)
    {
        var ends = Ends(level).Select(format.Text).Distinct(StringComparer.Ordinal).ToList();
        return ends.Count == 0 ? level.Level : string.Join(" to ", ends);
    }
}
