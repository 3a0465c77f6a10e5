using CsCheck;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

public sealed class LossRanksTests
{
    private static readonly Gen<double> Loss = Histories.AnyLoss.Where(loss => !double.IsNaN(loss));

    [Fact]
    public void Ranks_are_those_of_a_sorted_list() =>
        Gen.Select(Gen.Select(Gen.Int[0, 40], Loss, Gen.Bool).Array[0, 80], Gen.Int[0, 40], Loss).Sample((changes, own, loss) =>
        {
            var (ranks, plain) = (new LossRanks(), new Dictionary<int, double>());
            foreach (var (trial, value, stays) in changes)
            {
                ranks.Set(trial, value);
                plain[trial] = value;
                if (stays) continue;
                ranks.Remove(trial);
                plain.Remove(trial);
            }

            var sorted = plain.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key)
                .Select(pair => new RankedLoss(pair.Value, pair.Key)).ToList();
            Assert.Equal(sorted, Enumerable.Range(0, ranks.Count).Select(rank => ranks[rank]));
            Assert.Equal(sorted.Count(entry => entry.Loss < loss), ranks.Before(new(loss, int.MinValue)));
            var others = plain.Where(pair => pair.Key != own).Select(pair => pair.Value).Order().ToList();
            var found = ranks.Without(own);
            Assert.Equal(others, Enumerable.Range(0, found.Count).Select(rank => found[rank]));
            Assert.Equal(others.Append(loss).Order(), Enumerable.Range(0, others.Count + 1).Select(rank => found.With(loss, rank)));
        });

    [Fact]
    public void Many_blocks_are_one_list()
    {
        var ranks = new LossRanks();
        var losses = Enumerable.Range(0, 10_000).Select(trial => (double)(trial * 7919 % 10_007)).ToList();
        for (var trial = 0; trial < losses.Count; trial++) ranks.Set(trial, losses[trial]);

        Assert.Equal(losses.Order(), Enumerable.Range(0, losses.Count).Select(rank => ranks[rank].Loss));
        for (var trial = 0; trial < 10_000; trial++) if (trial % 10 != 0) ranks.Remove(trial);
        Assert.Equal(1000, ranks.Count);
        Assert.All(Enumerable.Range(0, 1000), rank => Assert.Equal(rank, ranks.Before(ranks[rank])));
    }

    [Fact]
    public void A_rank_that_does_not_exist_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossRanks()[0]);
}
