using Sweep.Contracts;
using Sweep.Search.Objectives;
using Sweep.Search.Samplers.Nsga;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Strategies;

/// <summary>What a sampler learns where there are several objectives, and constraints on outcomes.</summary>
public sealed class StrategyGoalsTests
{
    private static readonly Goals Two = new([new("loss"), new("gain", Maximize: true)], [OutcomeConstraint.Parse("seconds <= 2")]);

    private readonly List<SweepEvent> events = [];
    private readonly List<Decision> decisions = [];
    private readonly List<PlannedTrial> trials = [];

    [Fact]
    public void A_trial_has_the_values_of_the_epoch_that_counts()
    {
        var strategy = Fresh(MetricSummary.Best);
        Start(strategy);
        Report(strategy, 0, 1, 5, """{"gain":1,"seconds":1}""");
        Report(strategy, 0, 2, 3, """{"gain":4,"seconds":3}""");
        Report(strategy, 0, 3, 4, """{"gain":9,"seconds":1}""");
        End(strategy, 0);

        var told = Assert.Single(strategy.Known.Finished);
        Assert.Equal((3, 0.5), (told.Loss, told.Violation));
        Assert.Equal([3, -4], told.Objectives);
    }

    [Fact]
    public void A_trial_without_an_objective_counts_as_failed_and_one_without_a_metric_of_a_constraint_as_broken()
    {
        var strategy = Fresh(MetricSummary.Last);
        for (var trial = 0; trial < 2; trial++) Start(strategy);
        Report(strategy, 0, 1, 5, """{"seconds":1}""");
        Report(strategy, 1, 1, 5, """{"gain":1}""");
        End(strategy, 0);
        End(strategy, 1);

        Assert.Equal([null, 5.0], strategy.Known.Finished.Select(told => told.Loss));
        Assert.Equal([0, double.PositiveInfinity], strategy.Known.Finished.Select(told => told.Violation));
    }

    [Fact]
    public void Seeds_of_a_configuration_count_by_their_means()
    {
        var strategy = Fresh(MetricSummary.Best, replicates: 2);
        Start(strategy);
        Report(strategy, 0, 1, 5, """{"gain":1,"seconds":1}""");
        Report(strategy, 1, 1, 7, """{"gain":2,"seconds":4}""");
        End(strategy, 0);
        End(strategy, 1);

        var told = Assert.Single(strategy.Known.Finished);
        Assert.Equal([6, -1.5], told.Objectives);
        Assert.Equal((6, 0.5), (told.Loss, told.Violation));
    }

    [Fact]
    public void The_log_gives_the_same_suggestions_again()
    {
        var strategy = Fresh(MetricSummary.Best);
        for (var trial = 0; trial < 60; trial++)
        {
            Start(strategy);
            // Three run at a time.
            if (trial >= 2) Finish(strategy, trial - 2);
        }

        Assert.Contains(decisions, decision => decision.Reason?.StartsWith("child of two", StringComparison.Ordinal) == true);
        Assert.Equal(60, trials.Select(trial => trial.Config).Distinct().Count());
        Assert.Empty(new StrategyLog(Fresh(MetricSummary.Best), number => trials[number]).Fold(events, decisions, asksSampler: true));
        // The values of other metrics are part of what was decided by.
        var changed = events.ConvertAll(happened => happened.Others is null ? happened : happened with { Others = """{"seconds":9}""" });
        Assert.NotEmpty(new StrategyLog(Fresh(MetricSummary.Best), number => trials[number]).Fold(changed, decisions, asksSampler: true));
    }

    private static Strategy Fresh(MetricSummary summary, int replicates = 1) => new(
        new(replicates, null, false, summary) { Goals = Two }, new Nsga2Sampler(Space([Uniform("a"), Uniform("b"), Range("c", 1, 9)]), 3),
        new NoStopper());

    private void Start(Strategy strategy)
    {
        var asked = strategy.Ask()!;
        foreach (var decision in strategy.Accept(asked, asked.Answer()))
        {
            decisions.Add(decision);
            trials.Add(new()
            {
                Number = decision.Trial,
                Config = strategy.ConfigOf(decision.Trial),
                Replicate = strategy.ReplicateOf(decision.Trial),
            });
        }
    }

    private void Finish(Strategy strategy, int trial)
    {
        var values = trials[trial].Config.ToJson();
        var (a, b, c) = ((double)values["a"]!, (double)values["b"]!, (double)values["c"]!);
        Report(strategy, trial, 1, a + b, FormattableString.Invariant($$"""{"gain":{{a * c}},"seconds":{{4 * b}}}"""));
        End(strategy, trial);
    }

    private void Report(Strategy strategy, int trial, int epoch, double value, string others) => Take(strategy, new()
    {
        Number = strategy.NextEvent,
        Kind = SweepEventKind.Report,
        Trial = trial,
        Epoch = epoch,
        Value = value,
        Others = others,
    });

    private void End(Strategy strategy, int trial) => Take(
        strategy, new() { Number = strategy.NextEvent, Kind = SweepEventKind.End, Trial = trial, Status = TrialStatus.Completed });

    private void Take(Strategy strategy, SweepEvent happened)
    {
        events.Add(happened);
        strategy.Take(happened);
    }
}
