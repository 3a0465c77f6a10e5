using Sweep.Contracts;
using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class TrialPlannerTests
{
    private static readonly FakeExperiment Experiment = new();

    [Fact]
    public void Replicates_of_a_configuration_are_neighbours_and_paired_across_configurations()
    {
        var plan = Plan(Grid("epochs: 3\ncell: [rnn, gru]") + "replicates: 2\nseed: 5").Plan!;

        Assert.Equal([0, 1, 2, 3], plan.Trials.Select(trial => trial.Number));
        Assert.Equal([0, 1, 0, 1], plan.Trials.Select(trial => trial.Replicate));
        Assert.Equal("""{"epochs":3,"cell":"rnn"} {"epochs":3,"cell":"rnn"} {"epochs":3,"cell":"gru"} {"epochs":3,"cell":"gru"}""",
            string.Join(' ', plan.Trials.Select(trial => trial.Config.Json)));
        Assert.Equal((plan.Trials[0].Seed, plan.Trials[1].Seed), (plan.Trials[2].Seed, plan.Trials[3].Seed));
        Assert.NotEqual(plan.Trials[0].Seed, plan.Trials[1].Seed);
        Assert.NotEqual(plan.Trials[0].Seed, Plan(Grid("epochs: 3") + "seed: 6").Plan!.Trials[0].Seed);
    }

    [Fact]
    public void Trials_carry_what_the_experiment_measured()
    {
        var plan = Plan(Grid("epochs: [3, 4]\ncell: gru")).Plan!;

        Assert.Equal((4, 2.5, "ab12", "gru"),
            (plan.Trials[1].Epochs, plan.Trials[1].Corpus!.FloorPerplexity, plan.Trials[1].Corpus!.Sha256, plan.Trials[1].CostKey.Text));
        Assert.Equal([3, 4], plan.Work.Select(work => work.Epochs));
    }

    [Fact]
    public void The_sweep_carries_what_the_file_says()
    {
        var yaml = Grid("epochs: 3") + "description: why\nreplicates: 4\nmetric: {name: train_perplexity, goal: maximize}\n";

        var sweep = Plan(yaml).Plan!.Sweep;

        Assert.Equal(("t", yaml, "why", "language-model"), (sweep.Name, sweep.Yaml, sweep.Description, sweep.Experiment));
        Assert.Equal(("train_perplexity", true, 4, "/base"), (sweep.Metric, sweep.Maximize, sweep.Replicates, sweep.BaseFolder));
    }

    [Theory]
    [InlineData(6, 2, 6)]
    [InlineData(7, 2, 6)]
    [InlineData(1000, 2, 10)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 3)]
    public void Run_cap_counts_trials_and_keeps_whole_configurations(int cap, int replicates, int trials) =>
        Assert.Equal(trials, Plan(Grid("epochs: [1, 2, 3, 4, 5]") + $"run_cap: {cap}\nreplicates: {replicates}").Plan!.Trials.Count);

    [Fact]
    public void A_finite_random_search_needs_no_cap() =>
        Assert.Equal(5, Plan("name: t\nmethod: random\nparameters: {epochs: {min: 1, max: 5}}").Plan!.Trials.Count);

    [Fact]
    public void An_endless_search_submits_no_trial_but_what_it_measured()
    {
        var plan = Plan("name: t\nmethod: random\nparameters: {epochs: 1, lr: {min: 0.1, max: 1}}").Plan!;

        Assert.Empty(plan.Submitted);
        Assert.Equal(TrialPlanner.SampleOfEndless, plan.Trials.Count);
        Assert.NotNull(plan.Sweep.Facts);
    }

    [Fact]
    public void A_sampler_that_learns_submits_no_trial_and_as_many_stand_for_them_as_it_may_start()
    {
        var learning = Learning("epochs: 1\nlr: {min: 0.1, max: 1}") + "run_cap: 7\n";
        var plan = Plan(learning + "replicates: {seeds: 2, racing: false}").Plan!;

        Assert.Empty(plan.Submitted);
        Assert.Equal(6, plan.Trials.Count);
        // A race cuts anywhere.
        Assert.Equal(7, Plan(learning + "replicates: 2").Plan!.Trials.Count);
    }

    [Fact]
    public void A_trial_that_is_chosen_later_is_the_one_that_would_have_been_planned()
    {
        var yaml = "epochs: [3, 4]\nlr: {min: 0.1, max: 1}\ncorpus: [a.txt, b.txt]\ncell: gru";
        var spec = Good(Learning(yaml) + "seed: 5\nreplicates: 2\nrun_cap: 20");
        var plan = TrialPlanner.Plan(spec, Experiment, "/base").Plan!;

        // Elsewhere nothing can be read: what was measured is all there is.
        var data = DataCatalog.Parse(new FakeExperiment { CannotRead = true }, plan.Sweep.Facts!);

        Assert.Equal(plan.Trials, plan.Trials.Select(trial => TrialPlanner.Trial(spec, data, trial.Number, trial.Replicate, trial.Config)));
    }

    [Fact]
    public void Every_text_that_may_be_chosen_is_measured_at_submission()
    {
        var plan = Plan(Learning("epochs: 1\ncell: [rnn, gru]\ncorpus: {values: [a.txt, b.txt], when: {cell: gru}}") + "run_cap: 1").Plan!;

        var data = DataCatalog.Parse(new FakeExperiment { CannotRead = true }, plan.Sweep.Facts!);

        Assert.All(new[] { """{"cell":"rnn"}""", """{"corpus":"a.txt"}""", """{"corpus":"b.txt"}""" },
            config => Assert.Equal("ab12", data.Measure(config).Facts!.Sha256));
        Assert.Throws<KeyNotFoundException>(() => data.Measure("""{"corpus":"c.txt"}"""));
    }

    [Fact]
    public void More_texts_than_can_be_read_before_are_refused() => Assert.Equal(
        ["2:1 method 'gp' chooses configurations as results come in, and every text that they may name is read before: 'corpus' allow more "
            + "than 100 texts; give them fewer values"],
        Plan(Learning($"epochs: 1\ncorpus: [{string.Join(", ", Enumerable.Range(0, 101).Select(i => $"t{i}.txt"))}]") + "run_cap: 5")
            .Errors.Select(Show));

    private static string Learning(string parameters) => Grid(parameters).Replace("method: grid", "method: gp", StringComparison.Ordinal);

    [Fact]
    public void Under_a_time_budget_an_endless_search_plans_many_trials() => Assert.Equal(
        TrialPlanner.TrialsUnderTimeBudget,
        Plan("name: t\nmethod: random\nbudget: {time: 2h}\nparameters: {epochs: 1, lr: {min: 0.1, max: 1}}").Plan!.Trials.Count);

    [Fact]
    public void Refuses_more_trials_than_a_sweep_holds() => Assert.Equal(
        ["2:1 the sweep has 200,000 trials (100,000 configurations x 2 replicates), at most 100,000 are planned: list fewer values, or " +
            "set run_cap"],
        Plan(Grid("epochs: {min: 1, max: 100000}") + "replicates: 2").Errors.Select(Show));

    [Fact]
    public void What_the_experiment_refuses_stands_at_the_line_of_the_parameter_once() => Assert.Equal(
        ["5:3 there is no corpus 'missing.txt'", "6:3 it sees the future: rank by train_perplexity"],
        Plan(Grid("epochs: [1, 2]\ncorpus: [missing.txt, grammar]\nbidirectional: true")).Errors.Select(Show));

    [Fact]
    public void A_parameter_without_default_must_be_in_every_configuration() => Assert.Equal(
        ["5:3 'language-model' needs the parameter 'epochs' in every configuration, but its 'when' leaves it out of cell=gru"],
        Plan(Grid("cell: [rnn, gru]\nepochs: {value: 1, when: {cell: rnn}}")).Errors.Select(Show));

    [Fact]
    public void Equal_files_give_equal_plans()
    {
        const string yaml = "name: t\nmethod: random\nrun_cap: 30\nparameters: {epochs: 1, lr: {min: 0.1, max: 1}}";

        Assert.Equal(Plan(yaml).Plan!.Trials, Plan(yaml).Plan!.Trials);
    }

    [Fact]
    public void A_summary_counts_configurations_epochs_tokens_and_what_varies()
    {
        var plan = Plan(Grid("epochs: [3, 4]\ncell: gru\nhidden: {value: 8, when: {epochs: 4}}") + "replicates: 2").Plan!;

        var summary = PlanSummary.Of(plan, new Dictionary<CostKey, double>(), 2);

        Assert.Equal((2, 2, 4, 14L, 14_000L), (summary.Configurations, summary.Replicates, summary.Trials, summary.Epochs, summary.Tokens));
        Assert.Equal(["epochs", "hidden"], summary.Varied);
        Assert.Equal([("grammar", 2.5)], summary.Corpora);
        Assert.Null(summary.Time);
        Assert.Equal(["gru"], summary.UnknownSpeeds);
    }

    // Trials of 1, 2, 3, 4 epochs at 10 s: one slot 100 s; two slots 1+3 and 2+4 epochs; four slots as long as the longest.
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 60)]
    [InlineData(4, 40)]
    [InlineData(9, 40)]
    public void A_summary_estimates_time_by_putting_each_trial_on_the_slot_that_is_free_first(int slots, double seconds)
    {
        var plan = Plan(Grid("epochs: [1, 2, 3, 4]\ncell: gru")).Plan!;

        var summary = PlanSummary.Of(plan, new Dictionary<CostKey, double> { ["gru"] = 10 }, slots);

        Assert.Equal(TimeSpan.FromSeconds(seconds), summary.Time);
        Assert.Empty(summary.UnknownSpeeds);
    }

    private static PlanResult Plan(string yaml) => TrialPlanner.Plan(Good(yaml), Experiment, "/base");
}
