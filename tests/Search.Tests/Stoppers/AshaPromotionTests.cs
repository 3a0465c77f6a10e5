using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;

namespace Sweep.Search.Tests.Stoppers;

public sealed class AshaPromotionTests
{
    // Figure 1 of arXiv 1810.05934: r = 1, R = 9, eta = 3, bracket 0: 9 configurations, 3 of them to epoch 3, 1 to epoch 9.
    [Fact]
    public void Nine_trials_become_three_and_one()
    {
        var sweep = new PausingSweep(new AshaPromotion(new(1, 3, 9)), (trial, _) => trial * 4 % 9, 9);

        sweep.Run(9, 1, () => 0);

        Assert.Equal([9, 3, 3, 1, 1, 1, 1, 1, 1], sweep.Epochs.Values.OrderDescending());
        Assert.Equal(9, sweep.Epochs[0]); // the best one
    }

    [Fact]
    public void A_trial_waits_until_it_is_among_the_best_share()
    {
        var rule = new AshaPromotion(new(1, 3, 27));

        Assert.Equal("asha: 5 is number 1 of 1 trials at epoch 1, of which the best 1/3 go on", Report(rule, 0, 5)!.Reason);
        Assert.Null(rule.Promote());
        Report(rule, 1, 4);
        Assert.Null(rule.Promote());
        Report(rule, 2, 6);
        var promotion = rule.Promote();

        Assert.Equal(1, promotion!.Trial);
        Assert.Equal("asha: number 1 of 3 trials at epoch 1, among the best 1/3", promotion.Reason);
        Assert.Equal("""{"bracket":0,"rung":1,"rank":1,"of":3}""", promotion.Evidence!.ToJsonString());
        Assert.Null(rule.Promote());
    }

    [Fact]
    public void The_value_just_reported_can_go_on_at_once()
    {
        var rule = new AshaPromotion(new(1, 3, 27));
        foreach (var trial in new[] { 0, 1, 3 }) Report(rule, trial, 9);
        Assert.Equal(0, rule.Promote()!.Trial);
        Report(rule, 4, 9);

        Assert.IsType<PauseVerdict>(Report(rule, 5, 1));
        Assert.Equal(5, rule.Promote()!.Trial); // the best of five, though trial 0 went before it
        Assert.Null(rule.Promote());
    }

    [Fact]
    public void The_highest_rung_comes_first()
    {
        var rule = new AshaPromotion(new(1, 2, 4));
        for (var trial = 0; trial < 4; trial++) Report(rule, trial, trial);
        Assert.Equal([0, 1], [rule.Promote()!.Trial, rule.Promote()!.Trial]);
        Report(rule, 4, -1);
        Report(rule, 5, -1);
        Report(rule, 0, 9, 8);
        Report(rule, 1, 9, 7);

        Assert.Equal("asha: number 1 of 2 trials at epoch 2, among the best 1/2", rule.Promote()!.Reason);
        Assert.Equal(4, rule.Promote()!.Trial);
    }

    [Fact]
    public void Nobody_waits_at_the_last_rung_or_between_rungs()
    {
        var rule = new AshaPromotion(new(1, 3, 3));

        Assert.NotNull(Report(rule, 0, 1));
        Assert.Null(Report(rule, 0, 1, 1));
        Assert.Null(Report(rule, 0, 1, 1, 1));
        Assert.Null(Report(rule, 0, 1, 1, 1, 1));
    }

    [Fact]
    public void What_has_ended_does_not_go_on_and_still_counts()
    {
        var rule = new AshaPromotion(new(1, 3, 9));
        for (var trial = 0; trial < 3; trial++) Report(rule, trial, trial);
        rule.End(0, TrialStatus.Cancelled);
        Assert.Null(rule.Promote());
        for (var trial = 3; trial < 6; trial++) Report(rule, trial, trial);

        Assert.Equal(1, rule.Promote()!.Trial);
    }

    [Fact]
    public void A_trial_that_diverged_counts_and_does_not_wait()
    {
        var rule = new AshaPromotion(new(1, 3, 9));
        Assert.Null(Report(rule, 0, double.NaN));
        Assert.Null(Report(rule, 1, double.NegativeInfinity));
        Report(rule, 2, 5);

        Assert.Equal(2, rule.Promote()!.Trial);
    }

    [Fact]
    public void Brackets_begin_one_rung_later_each_and_take_trials_in_turn()
    {
        var rule = new AshaPromotion(new(1, 3, 9, Brackets: 2));

        Assert.Equal([1, 3, 9], rule.Rungs);
        Assert.NotNull(Report(rule, 0, 1));
        Assert.Null(Report(rule, 1, 1));
        Assert.Null(Report(rule, 1, 1, 1));
        Assert.NotNull(Report(rule, 1, 1, 1, 1));
        Assert.NotNull(Report(rule, 2, 1));
        Assert.Throws<ArgumentException>(() => new AshaPromotion(new(1, 3, 9, Brackets: 4)));
    }

    [Fact]
    public void A_report_that_jumps_over_rungs_counts_on_each_of_them_and_pauses_once()
    {
        var rule = new AshaPromotion(new(1, 2, 8));
        var own = new TrialCurve(0, new TrialConfig("{}"), [new(5, 3)]);
        rule.Note(0, own.Newest);

        Assert.Equal("""{"bracket":0,"rung":4,"rank":1,"of":1}""", rule.Judge(own)!.Evidence!.ToJsonString());
    }

    [Fact]
    public void A_loss_that_is_seen_later_promotes_later()
    {
        var rule = new AshaPromotion(new(1, 2, 4));
        Report(rule, 0, 2);
        Assert.NotNull(rule.Judge(new(1, new TrialConfig("{}"), [new(1, 1)])));
        Assert.Null(rule.Promote());
        rule.Note(1, new(1, 1));

        Assert.Equal(1, rule.Promote()!.Trial);
    }

    [Fact]
    public void Rungs_hold_what_the_paper_says_whatever_the_losses() => Gen.Select(
        Histories.AnyLoss.Array[200], Gen.Int[0, 100].Array[50], Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[2, 4], Gen.Int[1, 2])
        .Sample((losses, turns, trials, slots, eta, brackets) =>
        {
            double Loss(int trial, int epoch) => losses[((trial * 7) + epoch) % losses.Length];
            var first = Sweep();
            Assert.Equal(first.Log, Sweep().Log);

            PausingSweep Sweep()
            {
                var turn = 0;
                var rungs = RungEpochs.Upwards(1, eta, 16);
                var levels = new Dictionary<int, int>();
                PausingSweep sweep = null!;
                sweep = new PausingSweep(new AshaPromotion(new(1, eta, 16, brackets)), Loss, 16)
                {
                    Promoted = promotion =>
                    {
                        var (bracket, rung) = ((int)promotion.Evidence!["bracket"]!, (int)promotion.Evidence["rung"]!);
                        double Best(int trial) => Enumerable.Range(1, rung).Select(epoch => Loss(trial, epoch)).Where(double.IsFinite)
                            .DefaultIfEmpty(double.PositiveInfinity).Min();
                        var there = sweep.Epochs.Where(pair => pair.Key % brackets == bracket && pair.Value >= rung)
                            .OrderBy(pair => Best(pair.Key)).ThenBy(pair => pair.Key).Select(pair => pair.Key).ToList();
                        Assert.Contains(promotion.Trial, there.Take(there.Count / eta));
                        Assert.True(levels.GetValueOrDefault(promotion.Trial) < rung, "a trial goes up only");
                        levels[promotion.Trial] = rung;
                    },
                };
                sweep.Run(trials, slots, () => turns[turn++ % turns.Length]);
                Assert.All(sweep.Epochs.Values, epochs => Assert.Contains(epochs, rungs.SkipLast(1).Append(16)));
                return sweep;
            }
        }, iter: 300);

    private static Verdict? Report(AshaPromotion rule, int trial, params double[] losses)
    {
        var own = new TrialCurve(trial, new TrialConfig("{}"), [.. losses.Select((loss, place) => new Reading(place + 1, loss))]);
        rule.Note(trial, own.Newest);
        return rule.Judge(own);
    }
}
