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
        var sorted = Sorted(each);
        count = Math.Min(count, Comparison.MostLevels - (each.Count - sorted.Length));
        var all = sorted.Sum(level => level.Trials.Count);
        var groups = new List<Range>();
        var (before, last) = (0, -1);
        for (var place = 0; place < sorted.Length; place++)
        {
            var trials = sorted[place].Trials.Count;
            // A value belongs where the middle of its trials lies.
            var group = (int)Math.Min(count - 1, (before + (trials / 2.0)) * count / all);
            if (group > last) groups.Add(place..place);
            last = group;
            groups[^1] = groups[^1].Start..(place + 1);
            before += trials;
        }

        var named = Named(groups.ConvertAll(group => new ArraySegment<ComparedLevel>(sorted)[group]));
        return [.. named, .. each.Where(level => level.Number is null)];
    }

    /// <summary>Those that are numbers, by rising number: sorted as numbers, which is many times as fast as by a comparison that is
    /// called.</summary>
    private static ComparedLevel[] Sorted(IReadOnlyList<ComparedLevel> each)
    {
        var (numbers, places) = (new List<double>(each.Count), new List<int>(each.Count));
        for (var place = 0; place < each.Count; place++)
        {
            if (each[place].Number is not { } number) continue;
            numbers.Add(number);
            places.Add(place);
        }

        var (keys, order) = (numbers.ToArray(), places.ToArray());
        Array.Sort(keys, order);
        // Equal numbers that are written in two ways stay in order of appearance.
        for (int from = 0, end; from < keys.Length; from = end)
        {
            end = from + 1;
            while (end < keys.Length && keys[end] == keys[from]) end++;
            if (end - from > 1) order.AsSpan(from, end - from).Sort();
        }

        return Array.ConvertAll(order, place => each[place]);
    }

    private static IEnumerable<ComparedLevel> Named(List<ArraySegment<ComparedLevel>> groups)
    {
        // Six digits tell most groups apart; where they do not, all digits do.
        var names = groups.ConvertAll(group => Range(group, "g6"));
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count) names = groups.ConvertAll(group => Range(group, "r"));
        return groups.Select((group, index) =>
        {
            var trials = new List<int>();
            foreach (var level in group) trials.AddRange(level.Trials);
            return new ComparedLevel(names[index], trials, From: group[0].Number, To: group[^1].Number);
        });
    }

    private static string Range(ArraySegment<ComparedLevel> group, string format)
    {
        var (from, to) = (group[0].Number!.Value.ToString(format, CultureInfo.InvariantCulture),
            group[^1].Number!.Value.ToString(format, CultureInfo.InvariantCulture));
        return from == to ? from : $"{from} to {to}";
    }
}

/// <summary>The trials with one value of the compared parameter, or with one of a group of its values.</summary>
/// <param name="Name">The value, or the range of the group, as people write it.</param>
/// <param name="Trials">Places of its trials among the observed ones.</param>
/// <param name="Number">The value as a number; null for a group, and for what is no number.</param>
/// <param name="From">Least value of a group; null for a single value.</param>
/// <param name="To">Largest value of a group; null for a single value.</param>
public sealed record ComparedLevel(string Name, IReadOnlyList<int> Trials, double? Number = null, double? From = null, double? To = null);
