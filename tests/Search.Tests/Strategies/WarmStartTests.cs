using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.AskTell;
using Sweep.Search.Objectives;
using Sweep.Search.Samplers;
using Sweep.Search.Samplers.Tpe;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

/// <summary>What a sweep takes over from another one before it begins.</summary>
public sealed class WarmStartTests
{
    private static readonly SearchSpace Space = new SpaceBuilder().Real("x", -2, 2).Choice("kind", "a", "b").Build();

    private static readonly StrategyRules Rules = new(1, 20, Maximize: false);

    [Fact]
    public void A_configuration_is_the_mean_of_its_seeds_in_the_order_of_the_ends()
    {
        var known = Take(
            2, [Row(0, X(1), 0), Row(1, X(1), 1), Row(2, X(2), 0), Row(3, X(2), 1)],
            [new(0, 1, 5), new(0, 2, 3), new(1, 1, 2), new(2, 1, 7), new(3, 1, 9), new(3, 2, 11)]);

        // The ends come from the last trial to the first.
        Assert.Equal([(X(2), 8.0), (X(1), 2.5)], known.Known.Select(one => (one.Config.Json, one.Loss!.Value)));
        Assert.All(known.Known, one => Assert.Equal((2, true), (one.Replicates, one.IsForeign)));
        Assert.Equal([-2, -1], known.Known.Select(one => one.Index));
    }

    [Fact]
    public void What_diverged_is_known_as_such_and_what_was_cancelled_or_runs_is_not()
    {
        var known = Take(
            1,
            [
                Row(0, X(1)), Row(1, X(2)) with { Status = TrialStatus.Diverged }, Row(2, X(1.5)) with { Status = TrialStatus.Cancelled },
                Row(3, X(0)) with { Status = TrialStatus.Running }, Row(4, X(-1)) with { Status = TrialStatus.Paused },
            ],
            [new(0, 1, 5), new(1, 1, 3), new(2, 1, 2), new(3, 1, 1), new(4, 1, 1)]);

        Assert.Equal([(X(2), null), (X(1), 5.0)], known.Known.Select(one => (one.Config.Json, one.Loss)));
        Assert.Equal((5, 3), (known.Configurations, known.Open));
    }

    [Fact]
    public void A_larger_metric_that_is_better_is_a_lower_loss() => Assert.Equal(-7, Assert.Single(
        new WarmStart(Fit(), Rules with { Maximize = true }, []).Take([Row(0, X(1))], [new(0, 1, 5), new(0, 2, 7)], 1).Known).Loss);

    [Fact]
    public void The_last_report_counts_where_the_file_says_so() => Assert.Equal(9, Assert.Single(
        new WarmStart(Fit(), Rules with { Summary = MetricSummary.Last }, [])
            .Take([Row(0, X(1))], [new(0, 1, 5), new(0, 2, 9)], 1).Known).Loss);

    [Fact]
    public void Objectives_and_constraints_on_outcomes_are_known_and_kept_to_the_bit()
    {
        Goals goals = new([new("loss"), new("gain", Maximize: true)], [OutcomeConstraint.Parse("seconds <= 2")]);
        var known = new WarmStart(Fit(), Rules with { Goals = goals }, []).Take(
            [Row(0, X(1)), Row(1, X(2)), Row(2, X(0))],
            [
                new(0, 1, 5) { Others = """{"gain":0.1,"seconds":3}""" }, new(1, 1, 7) { Others = """{"gain":4}""" },
                new(2, 1, 6) { Others = """{"seconds":1}""" },
            ], 1).Known;

        var kept = KnownObservations.Read(KnownObservations.Write(known));
        Assert.Equal(
            [(X(0), null, 0.0), (X(2), 7.0, double.PositiveInfinity), (X(1), 5.0, 0.5)],
            kept.Select(one => (one.Config.Json, one.Loss, one.Violation)));
        Assert.Equal([[], [7, -4], [5, -0.1]], kept.Select(one => one.Objectives));
        Assert.Equal(known.Select(one => one.Objectives), kept.Select(one => one.Objectives));
    }

    [Fact]
    public void Losses_at_rungs_are_known() => Assert.Equal(
        [new(1, 6), new(3, 4)],
        Assert.Single(new WarmStart(Fit(), Rules, [1, 3, 9])
            .Take([Row(0, X(1))], [new(0, 1, 6), new(0, 2, 4), new(0, 3, 5)], 1).Known).Rungs);

    [Theory]
    [InlineData("""{"kind":"a","x":1.0}""", """{"x":1,"kind":"a"}""", null)]
    [InlineData("""{"x":1,"kind":"a","depth":2}""", """{"x":1,"kind":"a"}""", null)]
    [InlineData("""{"x":1,"kind":"a","depth":3}""", null, "depth")]
    [InlineData("""{"x":1,"kind":"a","other":3}""", null, "other")]
    [InlineData("""{"x":1}""", """{"x":1,"kind":"b"}""", null)]
    [InlineData("""{"kind":"a"}""", null, "x")]
    [InlineData("""{"x":3,"kind":"a"}""", null, "x")]
    [InlineData("""{"x":1,"kind":"c"}""", null, "kind")]
    [InlineData("""{"x":1,"kind":null}""", null, "kind")]
    public void What_fits_has_the_same_values_under_the_same_names_or_by_default(string other, string? config, string? misfit)
    {
        var found = Fit().Find(other, out var reason);

        Assert.Equal((config, misfit), (found?.Json, reason));
    }

    [Fact]
    public void What_a_condition_switches_off_or_a_constraint_refuses_is_looked_at()
    {
        var space = new SpaceBuilder().Choice("cell", "rnn", "gru").Integer("layers", 1, 4)
            .Real("relu", 0, 1).When("cell", "rnn").Constraint("layers <= 3").Build();
        var fit = new SpaceFit(space, new Dictionary<string, JsonNode?> { ["relu"] = 0.5 });

        Assert.Equal("""{"cell":"gru","layers":2}""", fit.Find("""{"cell":"gru","layers":2,"relu":0.50}""", out _)!.Json);
        Assert.Null(fit.Find("""{"cell":"gru","layers":2,"relu":0.25}""", out var misfit));
        Assert.Equal("relu", misfit);
        Assert.Equal("""{"cell":"rnn","layers":3,"relu":0.5}""", fit.Find("""{"cell":"rnn","layers":3}""", out _)!.Json);
        Assert.Null(fit.Find("""{"cell":"gru","layers":4}""", out var constraint));
        Assert.Equal("", constraint);
    }

    [Fact]
    public void What_is_kept_is_read_again_to_the_bit() => Gen.Select(
        Gen.Double.Where(double.IsFinite), Gen.Bool, Gen.Int[1, 9],
        Gen.Select(Gen.Int[1, 99], Gen.Double.Where(double.IsFinite)).List[0, 4]).List[0, 9].Sample(items =>
        {
            var known = KnownObservations.Numbered([.. items.Select(item =>
                new Observation(-1, X(item.Item3), item.Item2 ? item.Item1 : null)
            {
                Replicates = item.Item3,
                Rungs = [.. item.Item4.Select(rung => new RungLoss(rung.Item1, rung.Item2))],
            })]);

            var again = KnownObservations.Read(KnownObservations.Write(known));

            Assert.Equal(known.Select(Text), again.Select(Text));
            static string Text(Observation one) =>
                FormattableString.Invariant($"{one.Index} {one.Config.Json} {one.Loss:R} {one.Replicates} {one.IsForeign} ") +
                string.Join(' ', one.Rungs.Select(rung => FormattableString.Invariant($"{rung.Epoch} {rung.Loss:R}")));
        });

    [Fact]
    public void Tpe_proposes_what_it_proposes_after_a_study_with_the_same_results()
    {
        var study = new Study(Space, new StudyOptions { Method = "tpe", Seed = 3, MaxTrials = 15 });
        var trials = new List<Trial>();
        while (study.Ask() is { } trial)
        {
            trials.Add(trial);
            study.Tell(trial, Loss(trial.Config));
        }

        var told = Take(
            1, [.. trials.Select((trial, n) => Row(n, trial.Config.Json) with { EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(n) })],
            [.. trials.Select((trial, n) => new MetricRow(n, 1, Loss(trial.Config)))]);
        var strategy = new Strategy(Rules with { Known = told.Known }, new TpeSampler(Space, 7), new NoStopper());

        // What comes from an earlier sweep counts half.
        var inTheStudy = new SearchHistory(
            [.. trials.Select((trial, n) => new Observation(n, trial.Config, Loss(trial.Config)) { IsForeign = true })], []);
        var expected = new TpeSampler(Space, 7).Suggest(0, inTheStudy)!;
        var found = strategy.Ask()!.Answer()!;
        Assert.StartsWith("best of ", expected.Reason);
        Assert.Equal((expected.Config, expected.Reason), (found.Config, found.Reason));
    }

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("bayes")]
    [InlineData("cmaes")]
    public void A_configuration_that_is_known_is_not_tried_again(string method)
    {
        var space = new SpaceBuilder().Integer("x", 0, 5).Build();
        var known = KnownObservations.Numbered([.. new[] { 0, 2, 4 }.Select(x => new Observation(-1, $$"""{"x":{{x}}}""", x))]);
        var sweep = new RacedSweep(
            new StrategyRules(1, null, Maximize: false) { Known = known }, () => SamplerFactory.Make(method, space, 1), (_, _) => 1)
            .Play(2, []);

        Assert.Equal([1, 3, 5], sweep.Trials.Select(trial => trial.Config["x"]!.GetValue<int>()).Order());
        Assert.Empty(sweep.Replay());
    }

    private static KnownSweep Take(int needed, IReadOnlyList<TrialRow> trials, IReadOnlyList<MetricRow> metrics) =>
        new WarmStart(Fit(), Rules, []).Take(trials, metrics, needed);

    private static SpaceFit Fit() => new(Space, new Dictionary<string, JsonNode?> { ["kind"] = "b", ["depth"] = 2 });

    private static TrialRow Row(int number, string config, int replicate = 0) => new()
    {
        Sweep = "other",
        Plan = new() { Number = number, Config = config, Replicate = replicate },
        Status = TrialStatus.Completed,
        EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(-number),
    };

    private static string X(double x) => FormattableString.Invariant($$"""{"x":{{x}},"kind":"a"}""");

    private static double Loss(TrialConfig config) =>
        Math.Pow(config["x"]!.GetValue<double>() - 0.5, 2) + (config["kind"]!.ToString() == "a" ? 0 : 0.3);
}
