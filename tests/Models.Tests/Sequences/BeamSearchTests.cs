using CsCheck;
using Sweep.Models.Sequences;

namespace Sweep.Models.Tests.Sequences;

/// <summary>Beam search over models whose every probability is a table of the whole beginning.</summary>
public sealed class BeamSearchTests
{
    private const int End = 0, Types = 3, Longest = 4;

    [Fact]
    public void As_wide_as_there_are_beginnings_it_finds_the_best_of_all_sequences() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var model = new TableModel(seed);
            var found = new BeamSearch(27, Longest).Search(model, begin: 1, End);

            Assert.Equal(Best(model, [], 0), found.LogProbability, 1e-9);
            Assert.Equal(Sum(model, found), found.LogProbability, 1e-9);
            Assert.Equal(found.HasEnded, found.Tokens.Count < Longest);
        });

    [Fact]
    public void As_narrow_as_one_it_is_greedy() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var found = new BeamSearch(1, Longest).Search(new TableModel(seed), begin: 1, End);

            Assert.Equal(Greedy(new TableModel(seed)), found.Tokens);
        });

    [Fact]
    public void A_wider_beam_finds_what_the_greedy_choice_misses()
    {
        // First 0.6 for 1 and 0.4 for 2; behind 1 everything is uncertain, behind 2 the end is sure.
        var model = new GivenModel(prefix => prefix switch
        {
            [] => [1e-9f, 0.6f, 0.4f],
            [1, ..] => [0.34f, 0.33f, 0.33f],
            _ => [0.98f, 0.01f, 0.01f],
        });

        Assert.Equal([1], new BeamSearch(1, Longest).Search(model, begin: 1, End).Tokens);
        Assert.Equal([2], new BeamSearch(2, Longest).Search(model.Again(), begin: 1, End).Tokens);
    }

    [Fact]
    public void Among_equals_one_that_has_ended_wins_then_the_better_beginning_then_the_smaller_token()
    {
        // Scores that add up exactly.
        var ended = new ScoredModel(prefix => prefix is [] ? [-2, -1, -9] : [-5, -1, -1]);
        var beginnings = new ScoredModel(prefix => prefix switch
        {
            [] => [-9, -2, -1],
            [1] => [-1, -9, -9],
            _ => [-2, -9, -9],
        });
        var tokens = new ScoredModel(_ => [-9, -1, -1]);

        Assert.Equal("end", Found(ended, Longest));
        Assert.Equal("2 end", Found(beginnings, Longest));
        Assert.Equal("1", Found(tokens, 1));

        static string Found(IBeamModel model, int longest)
        {
            var found = new BeamSearch(2, longest).Search(model, begin: 1, End);
            return string.Join(' ', found.Tokens.Select(token => $"{token}").Concat(found.HasEnded ? ["end"] : []));
        }
    }

    private static double Sum(TableModel model, BeamSequence found)
    {
        var sum = found.HasEnded ? (double)model.Of([.. found.Tokens])[End] : 0;
        for (var place = 0; place < found.Tokens.Count; place++) sum += model.Of([.. found.Tokens.Take(place)])[found.Tokens[place]];
        return sum;
    }

    private static double Best(TableModel model, int[] prefix, double sum)
    {
        var scores = model.Of(prefix);
        var best = sum + scores[End];
        for (var token = 0; token < Types; token++)
        {
            if (token == End) continue;
            var longer = sum + scores[token];
            best = Math.Max(best, prefix.Length + 1 == Longest ? longer : Best(model, [.. prefix, token], longer));
        }

        return best;
    }

    private static List<int> Greedy(TableModel model)
    {
        var written = new List<int>();
        while (written.Count < Longest)
        {
            var scores = model.Of([.. written]);
            var token = Array.IndexOf(scores, scores.Max());
            if (token == End) break;
            written.Add(token);
        }

        return written;
    }

    private class GivenModel(Func<int[], float[]> probabilities) : IBeamModel
    {
        private List<int[]>? rows;

        public GivenModel Again() => new(probabilities);

        public virtual float[] Of(int[] prefix) => [.. probabilities(prefix).Select(one => MathF.Log(one))];

        public IReadOnlyList<float[]> Next(IReadOnlyList<int> parents, IReadOnlyList<int> tokens)
        {
            rows = rows is null ? [[]] : [.. parents.Zip(tokens, (parent, token) => (int[])[.. rows[parent], token])];
            return [.. rows.Select(Of)];
        }
    }

    private sealed class ScoredModel(Func<int[], float[]> scores) : GivenModel(_ => [])
    {
        public override float[] Of(int[] prefix) => scores(prefix);
    }

    private sealed class TableModel(int seed) : GivenModel(_ => [])
    {
        public override float[] Of(int[] prefix)
        {
            var random = new Random(prefix.Aggregate(seed, (hash, token) => unchecked((hash * 31) + token + 1)));
            var weights = Enumerable.Range(0, Types).Select(_ => random.NextDouble() + 0.01).ToArray();
            return [.. weights.Select(weight => (float)Math.Log(weight / weights.Sum()))];
        }
    }
}
