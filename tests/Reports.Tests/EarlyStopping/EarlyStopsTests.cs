using CsCheck;
using Sweep.Bench.Search.Functions;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;
using Sweep.Search.Stoppers.Populations;
using Sweep.Search.Strategies;

namespace Sweep.Reports.Tests.EarlyStopping;

/// <summary>What a rule has done, from its log of decisions and how far trials are.</summary>
public sealed class EarlyStopsTests
{
    private static readonly LearningCurve Power = TestFunctions.CurveNamed("power_curve8");

    private static readonly AshaRules Asha = new(1, 3, 9);

    [Fact]
    public void Who_pauses_waits_goes_on_or_ends_where_it_waited()
    {
        var stops = EarlyStops.Of(
            new AshaPromotion(Asha),
            [
                new(0, TrialStatus.Completed, 9, 9), new(1, TrialStatus.Stopped, 1, 9), new(2, TrialStatus.Paused, 3, 9),
                new(3, TrialStatus.Running, 0, 9), new(4, TrialStatus.Planned, 1, 9),
            ],
            [
                Of(DecisionKind.Pause, 0, rung: 1), Of(DecisionKind.Resume, 0, rung: 1), Of(DecisionKind.Pause, 1, rung: 1),
                Of(DecisionKind.Pause, 2, rung: 1), Of(DecisionKind.Resume, 2, rung: 1), Of(DecisionKind.Resume, 0, rung: 3),
                Of(DecisionKind.Pause, 2, rung: 3), Of(DecisionKind.Pause, 4, rung: 1), Of(DecisionKind.Stop, 1),
                Of(DecisionKind.Resume, 4, rung: 1),
            ]);

        Assert.Equal(
            [new(0, 1, 4, 3, 1, 0), new(0, 3, 2, 1, 0, 1), new(0, 9, 1, null, null, null)], stops.Rungs);
        // Trial 1 saves 8 epochs and trial 2 six.
        Assert.Equal((5, 1, 1, 0), (stops.Trials, stops.Stopped, stops.Waiting, stops.Unknown));
        Assert.Equal((14, 14, 28), (stops.TrainedEpochs, stops.SavedEpochs, stops.FullEpochs));
    }

    [Fact]
    public void A_rule_that_names_no_rung_holds_a_trial_against_the_last_one_that_it_passed()
    {
        var stops = EarlyStops.Of(
            HyperbandStopper.FromMinIter(1, 3, strict: true),
            [new(0, TrialStatus.Stopped, 5, 20), new(1, TrialStatus.Stopped, 1, 20), new(2, TrialStatus.Completed, 20, 20)],
            [Of(DecisionKind.Stop, 0), Of(DecisionKind.Stop, 1)]);

        Assert.Equal([new(0, 1, 3, 2, 1, 0), new(0, 3, 2, 1, 1, 0), new(0, 9, 1, 1, 0, 0)], stops.Rungs);
        Assert.Equal((26, 34), (stops.TrainedEpochs, stops.SavedEpochs));
    }

    [Fact]
    public void What_the_rule_did_not_end_it_did_not_save()
    {
        var stops = EarlyStops.Of(
            new AshaPromotion(Asha),
            [
                new(0, TrialStatus.Diverged, 1, 9), new(1, TrialStatus.Failed, 0, 9), new(2, TrialStatus.Cancelled, 1, 9),
                new(3, TrialStatus.Stopped, 2, 9), new(4, TrialStatus.Completed, 9, 9),
            ],
            // It paused trial 2, which the user cancelled; the time of trial 3 was over; trial 4 had ended before the pause.
            [Of(DecisionKind.Pause, 2, rung: 1), Of(DecisionKind.Resume, 3, rung: 1), Of(DecisionKind.Pause, 4, rung: 3)]);

        Assert.Equal((13, 0, 0, 0), (stops.TrainedEpochs, stops.SavedEpochs, stops.Stopped, stops.Waiting));
        Assert.Equal(new(0, 1, 4, 2, 0, 0), stops.Rungs[0]);
    }

    [Fact]
    public void Where_nobody_knows_the_epochs_of_a_trial_nothing_is_said_of_what_it_saves()
    {
        var stops = EarlyStops.Of(
            new AshaStopping(Asha), [new(0, TrialStatus.Stopped, 3, 0), new(1, TrialStatus.Completed, 7, 0)],
            [Of(DecisionKind.Stop, 0, rung: 3)]);

        Assert.Equal((1, 10, 0), (stops.Unknown, stops.TrainedEpochs, stops.SavedEpochs));
        Assert.Equal(
            "10 epochs trained, none saved (not known for 1 trial: nobody knows how many epochs they would have taken)",
            EarlyStopsText.Compute(stops));
    }

    [Fact]
    public void What_a_fork_trains_in_the_place_of_another_trial_is_not_saved()
    {
        // At epoch 4 trial 2 takes the place of trial 1, and at epoch 8 trial 3 that of trial 2: 10 + 4 + 4 + 2 epochs of 20.
        var stops = EarlyStops.Of(
            new MedianStopper(),
            [
                new(0, TrialStatus.Completed, 10, 10), new(1, TrialStatus.Stopped, 4, 10), new(2, TrialStatus.Stopped, 8, 10),
                new(3, TrialStatus.Completed, 10, 10),
            ],
            [
                Of(DecisionKind.Stop, 1), Of(DecisionKind.Fork, 2) with { Parent = 0, ParentEpoch = 4 },
                Of(DecisionKind.Stop, 2), Of(DecisionKind.Fork, 3) with { Parent = 0, ParentEpoch = 8 },
            ]);

        Assert.Equal((20, 0, 2), (stops.TrainedEpochs, stops.SavedEpochs, stops.Forks));
        Assert.Empty(stops.Rungs);
    }

    [Fact]
    public void While_trials_take_turns_under_a_rule_that_forks_nothing_is_saved()
    {
        var pbt = new PbtStopper(new(Power.Space), new PbtRules(4, 1));
        var fork = Of(DecisionKind.Fork, 3) with { Parent = 0, ParentEpoch = 4 };
        var stops = EarlyStops.Of(
            pbt,
            [
                new(0, TrialStatus.Running, 6, 10), new(1, TrialStatus.Stopped, 4, 10), new(2, TrialStatus.Paused, 4, 10),
                new(3, TrialStatus.Planned, 0, 10),
            ],
            [Of(DecisionKind.Stop, 1), fork, Of(DecisionKind.Pause, 2)]);

        Assert.Equal((14, 0, 1, 1), (stops.TrainedEpochs, stops.SavedEpochs, stops.Waiting, stops.Forks));
    }

    [Fact]
    public void In_a_sweep_of_an_older_version_which_has_no_log_who_was_stopped_was_stopped_by_the_rule()
    {
        var stops = EarlyStops.Of(
            HyperbandStopper.FromMinIter(3, 3, strict: true), [new(0, TrialStatus.Stopped, 3, 9), new(1, TrialStatus.Completed, 9, 9)], []);

        Assert.Equal((1, 6), (stops.Stopped, stops.SavedEpochs));
        Assert.Equal(new(0, 3, 2, 1, 1, 0), stops.Rungs[0]);
    }

    [Fact]
    public void The_counts_of_a_simulated_sweep_add_up() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Long).Sample((trials, slots, brackets, kind, seed) =>
        {
            var rules = new AshaRules(1, 3, 27, brackets);
            IStopper New() => kind switch
            {
                0 => new AshaPromotion(rules),
                1 => new AshaStopping(rules),
                2 => HyperbandStopper.FromMinIter(1, 3, strict: true),
                _ => new MedianStopper(),
            };
            var sweep = SweepSimulator.Run(
                new RandomSampler(Power.Space, seed), New(), new StrategyRules(1, trials, false),
                new CurveReports(Power, 1), new SimulationRules(slots));
            var stops = EarlyStops.Of(
                New(), [.. sweep.Trials.Select(trial => new TrialSteps(trial.Number, trial.Status, trial.Epochs, Power.Epochs))],
                sweep.Decisions);

            Assert.Equal((sweep.Epochs, trials * Power.Epochs), (stops.TrainedEpochs, stops.FullEpochs));
            Assert.Equal(sweep.Trials.Count(trial => trial.Status == TrialStatus.Stopped), stops.Stopped);
            var compared = stops.Rungs.Where(rung => rung.Promoted is not null && rung.Epoch < Power.Epochs).ToList();
            Assert.All(compared, rung => Assert.Equal(rung.Reached, rung.Promoted + rung.Stopped));
            if (stops.Rungs.Count > 0) Assert.Equal(stops.Stopped, stops.Rungs.Sum(rung => rung.Stopped ?? 0));
            // Who went on got to the next rung.
            Assert.All(compared, rung => Assert.True(kind == 2 || rung.Promoted == (stops.Rungs.FirstOrDefault(next =>
                next.Bracket == rung.Bracket && next.Epoch == rung.Epoch * 3)?.Reached ?? 0)));
        }, iter: 200);

    private static Decision Of(DecisionKind kind, int trial, int? rung = null) => new()
    {
        Number = 1,
        Seen = 0,
        Kind = kind,
        Trial = trial,
        Evidence = rung is null ? null : $$"""{"bracket":0,"rung":{{rung}},"rank":1,"of":1}""",
    };
}
