using System.Globalization;

namespace Sweep.Reports.Comparisons;

/// <summary>Which levels of a parameter are compared: each of its values while these are few;
/// groups of its numbers, or its best words, where there are more.</summary>
public static class ComparedLevels
{
    /// <summary>Values beside numbers that still make a parameter one of numbers: "absent" and null.</summary>
    private const int MostOthers = 2;

    /// <summary>Every value of the parameter, in order of first appearance.</summary>
    public static IReadOnlyList<ComparedLevel> Each(ObservedTrials trials, string parameter)
    {
        var (seen, values) = (trials.Parameter(parameter), trials.ValuesOf(parameter));
        var counts = new int[seen.Bound];
        foreach (var value in values) counts[value]++;

        // The trials of one value stand together in one array: there may be as many values as trials.
        var (together, starts, order) = (new int[values.Length], new int[seen.Bound], new List<int>());
        for (int trial = 0, next = 0; trial < values.Length; trial++)
        {
            var value = values[trial];
            if (starts[value] == 0)
            {
                // Counted from 1, so that 0 is a value not met yet.
                starts[value] = next + 1;
                next += counts[value];
                order.Add(value);
                counts[value] = 0;
            }

            together[starts[value] - 1 + counts[value]++] = trial;
        }

        return order.ConvertAll(value =>
            new ComparedLevel(seen.Text(value), new ArraySegment<int>(together, starts[value] - 1, counts[value]), seen.Number(value)));
    }

    /// <summary>True when the values of the parameter can be put in order and cut into groups.</summary>
    public static bool AreNumbers(IReadOnlyList<ComparedLevel> each)
    {
        var numbers = each.Count(level => level.Number is not null);
        return numbers > 1 && each.Count - numbers <= MostOthers;
    }

    /// <summary>Groups of about equally many trials by rising value. Equal values are never parted, so there may be fewer; values that are
    /// no numbers stay on their own and count among the most levels.</summary>
    public static IReadOnlyList<ComparedLevel> Groups(IReadOnlyList<ComparedLevel> each, int count)
    {
        List<(double Number, ComparedLevel Level)> sorted =
        [
            .. each.Where(level => level.Number is not null).Select(level => (Number: level.Number!.Value, Level: level))
                .OrderBy(pair => pair.Number),
        ];
        count = Math.Min(count, Comparison.MostLevels - (each.Count - sorted.Count));
        var all = sorted.Sum(pair => pair.Level.Trials.Count);
        var groups = new List<List<(double Number, ComparedLevel Level)>>();
        var (before, last) = (0, -1);
        foreach (var value in sorted)
        {
            // A value belongs where the middle of its trials lies.
            var group = (int)Math.Min(count - 1, (before + (value.Level.Trials.Count / 2.0)) * count / all);
            if (group > last) groups.Add([]);
            last = group;
            groups[^1].Add(value);
            before += value.Level.Trials.Count;
        }

        return [.. Named(groups), .. each.Where(level => level.Number is null)];
    }

    private static IEnumerable<ComparedLevel> Named(List<List<(double Number, ComparedLevel Level)>> groups)
    {
        // Six digits tell most groups apart; where they do not, all digits do.
        var names = groups.ConvertAll(group => Range(group, "g6"));
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count) names = groups.ConvertAll(group => Range(group, "r"));
        return groups.Select((group, index) => new ComparedLevel(
            names[index], [.. group.SelectMany(value => value.Level.Trials)], From: group[0].Number, To: group[^1].Number));
    }

    private static string Range(List<(double Number, ComparedLevel Level)> group, string format)
    {
        var (from, to) = (group[0].Number.ToString(format, CultureInfo.InvariantCulture),
            group[^1].Number.ToString(format, CultureInfo.InvariantCulture));
        return from == to ? from : $"{from} to {to}";
    }
}
