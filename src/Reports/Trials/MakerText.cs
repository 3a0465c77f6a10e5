using System.Text.RegularExpressions;
using Sweep.Contracts;
using Sweep.Ledger;

namespace Sweep.Reports.Trials;

/// <summary>What made trials, in words.</summary>
public static partial class MakerText
{
    private const int MostValues = 4;
    private const int ShortCommit = 10;

    /// <summary><c>sweep 0.2.0, engine fused, threads 1</c>, the command line left out.</summary>
    public static string Line(MadeBy maker) => string.Join(", ", maker.Parts().Select(part => $"{part.Name} {Short(part.Value)}"));

    /// <summary>A warning when trials that are set side by side were made by different ones: in what they differ, and how many trials each
    /// value has; null when all are alike, or nothing is known of any.</summary>
    public static string? Difference(IReadOnlyList<MakerCount> makers)
    {
        var known = makers.Where(maker => maker.Maker is not null).ToList();
        if (known.Count == 0 || makers.Count == 1) return null;
        var names = known.SelectMany(maker => maker.Maker!.Parts()).Select(part => part.Name).Distinct();
        var parts = names.Select(name => Values(name, known)).OfType<string>().ToList();
        var unknown = makers.Where(maker => maker.Maker is null).Sum(maker => maker.Trials);
        if (unknown > 0) parts.Add($"not recorded ({unknown})");
        return parts.Count == 0 ? null : $"! made by different ones (trials in parentheses): {string.Join("; ", parts)}";
    }

    private static string? Values(string name, List<MakerCount> makers)
    {
        var values = makers.GroupBy(maker => maker.Maker!.Parts().FirstOrDefault(part => part.Name == name).Value ?? "none")
            .Select(group => (Value: group.Key, Trials: group.Sum(maker => maker.Trials)))
            .OrderByDescending(value => value.Trials).ToList();
        if (values.Count < 2) return null;
        var more = values.Count > MostValues ? $" and {values.Count - MostValues} more" : "";
        return $"{name} {string.Join(", ", values.Take(MostValues).Select(value => $"{Short(value.Value)} ({value.Trials})"))}{more}";
    }

    /// <summary>Commits are known by their first letters, that of a build between releases too: <c>0.2.0+22ad1cb914</c>.</summary>
    private static string Short(string value) => Commit().Replace(value, match => match.Value[..ShortCommit]);

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")]
    private static partial Regex Commit();
}
