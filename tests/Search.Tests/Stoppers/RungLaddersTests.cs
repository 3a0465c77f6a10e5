using CsCheck;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;

namespace Sweep.Search.Tests.Stoppers;

public sealed class RungLaddersTests
{
    // Of the nine trials of Hyperband's bracket with R = 9 and eta = 3 three get to epoch 3 and one to epoch 9: 9·1 + 3·2 + 1·6 = 21
    // epochs (Li et al., JMLR 18 (2018), table 1).
    [Theory]
    [InlineData(9)]
    [InlineData(null)]
    public void Nine_trials_take_the_epochs_of_successive_halving(int? maxIter)
    {
        var ladders = new AshaStopping(new(1, 3, maxIter)).Ladders;

        Assert.Equal(21, Enumerable.Range(0, 9).Sum(trial => ladders.ExpectedEpochs(trial, 9)), 1e-9);
    }

    [Fact]
    public void At_the_top_nobody_is_compared_and_trials_run_to_their_own_end()
    {
        // Rungs 1, 3 and 9, which is the last one up to 10: 1 + 2/3 + 6/9 + 21/9 epochs of 30.
        Assert.Equal(14 / 3.0, new AshaPromotion(new(1, 3, 10)).Ladders.ExpectedEpochs(0, 30), 1e-9);
        // Hyperband compares at 27, too: 1 + 2/3 + 6/9 + 18/27 + 3/81.
        Assert.Equal(3 + (3 / 81.0), HyperbandStopper.FromMinIter(1, 3, strict: true).Ladders.ExpectedEpochs(0, 30), 1e-9);
    }

    [Fact]
    public void Brackets_begin_one_rung_later_each_and_trials_take_them_in_turn()
    {
        var ladders = new AshaPromotion(new(1, 3, 9, Brackets: 3)).Ladders;

        Assert.Equal([[1, 3, 9], [3, 9], [9]], ladders.Brackets);
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(ladders.BracketOf));
        // 1 + 2/3 + 6/9; 3 + 6/3; all of 9.
        double[] expected = [7 / 3.0, 5, 9];
        Assert.All(expected, (epochs, trial) => Assert.Equal(epochs, ladders.ExpectedEpochs(trial, 9), 1e-9));
    }

    [Fact]
    public void An_expectation_is_no_more_than_the_whole_trial_and_grows_with_it() =>
        Gen.Select(Gen.Int[1, 20], Gen.Double[1.1, 6], Gen.Int[1, 400], Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 400], Gen.Int[0, 9]).Sample(
            (first, eta, last, hasEnd, brackets, epochs, trial) =>
            {
                var rules = new AshaRules(first, eta, hasEnd ? first + last : null);
                rules = rules with { Brackets = Math.Min(brackets, rules.Rungs.Count) };
                var (rule, ladders) = (new AshaStopping(rules), rules.Ladders);

                Assert.Equal(rule.Rungs, ladders.Brackets.SelectMany(rungs => rungs).Distinct().Order());
                Assert.InRange(ladders.ExpectedEpochs(trial, epochs), 0, epochs);
                Assert.True(ladders.ExpectedEpochs(trial, epochs) < ladders.ExpectedEpochs(trial, epochs + 1));
            });
}
