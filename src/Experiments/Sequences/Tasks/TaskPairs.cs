using System.Globalization;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>Draws the pairs of a built-in task: equal draws give equal pairs on every machine. Pure.</summary>
public static class TaskPairs
{
    /// <summary>So many pairs, no two of one source; there must be at least twice as many sources.</summary>
    public static IReadOnlyList<SequencePair> Of(TaskDraw draw)
    {
        var random = new SeededRandom(draw.Seed);
        var (pairs, seen) = (new List<SequencePair>(draw.Count), new HashSet<string>(StringComparer.Ordinal));
        while (pairs.Count < draw.Count)
        {
            var pair = One(draw, random);
            if (seen.Add(pair.Source)) pairs.Add(pair);
        }

        return pairs;
    }

    private static SequencePair One(TaskDraw draw, SeededRandom random)
    {
        var length = draw.HasLength ? draw.Shortest + random.NextInt(draw.Longest - draw.Shortest + 1) : 0;
        return draw.Task switch
        {
            SequenceTask.Copy => Pair(Letters(length), source => source),
            SequenceTask.Reverse => Pair(Letters(length), source => new string([.. source.Reverse()])),
            SequenceTask.Sort => Pair(Letters(length), source => new string([.. source.Order()])),
            SequenceTask.Recall => Pair(Letters(length + 1), source => source[..1]),
            SequenceTask.Dates => WrittenDate.Draw(random),
            SequenceTask.Numbers => Number(Digits(length)),
            _ => throw new ArgumentOutOfRangeException(nameof(draw), draw.Task, "expected a task"),
        };

        string Letters(int count) => string.Create(count, 0, (text, _) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = (char)('a' + random.NextInt(draw.Alphabet));
        });

        string Digits(int count) => string.Create(count, 0, (text, _) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)(i == 0 && count > 1 ? '1' + random.NextInt(9) : '0' + random.NextInt(10));
        });
    }

    private static SequencePair Pair(string source, Func<string, string> target) => new(source, target(source));

    private static SequencePair Number(string digits) =>
        new(digits, NumberWords.Of(long.Parse(digits, CultureInfo.InvariantCulture)));
}
