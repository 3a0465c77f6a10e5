using Sweep.Contracts;
using Sweep.Search.AskTell;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.AskTell;

public sealed partial class StudyTests
{
    private static readonly SearchSpace Line = new SpaceBuilder().Real("x", -1, 1).Build();
    private static readonly SearchSpace Three = new SpaceBuilder().Integer("n", 1, 3).Build();

    [Fact]
    public void What_is_told_is_found_again_as_the_best()
    {
        var study = new Study(Three, new() { Method = "grid" });

        while (study.Ask() is { } trial) study.Tell(trial, Math.Abs(trial.Integer("n") - 2));

        Assert.Equal(("""{"n":2}""", 0.0), (study.Best!.Config.Json, study.Best.Value));
        Assert.Equal([1], study.Best.Trials);
        Assert.Equal([1, 0, 1], study.Trials.Select(trial => trial.Value!.Value));
        Assert.All(study.Trials, trial => Assert.Equal(TrialStatus.Completed, trial.Status));
    }

    [Fact]
    public void Larger_is_better_where_it_is_said()
    {
        var study = new Study(Three, new() { Method = "grid", Maximize = true });

        while (study.Ask() is { } trial) study.Tell(trial, trial.Integer("n"));

        Assert.Equal(("""{"n":3}""", 3.0), (study.Best!.Config.Json, study.Best.Value));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    public void It_tries_what_a_sweep_with_that_method_and_seed_tries(string method)
    {
        var study = new Study(Line, new() { Method = method, Seed = 7 });
        var sampler = SamplerFactory.Make(method, Line, 7);

        for (var i = 0; i < 5; i++)
            Assert.Equal(sampler.Suggest(i, SearchHistory.Empty)!.Config, Told(study, trial => trial.Real("x")).Config);
    }

    [Fact]
    public void It_learns_from_what_it_is_told()
    {
        double Loss(Trial trial) => Math.Pow(trial.Real("x") - 0.3, 2);
        var study = new Study(Line, new() { MaxTrials = 20 });

        while (study.Ask() is { } trial) study.Tell(trial, Loss(trial));

        Assert.Equal(20, study.Trials.Count);
        Assert.InRange(study.Best!.Value, 0, 1e-4);
        Assert.Contains("gp: largest expected improvement", study.Trials[^1].Trial.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_at_once_are_different_and_count_as_running()
    {
        var study = new Study(Line, new() { Method = "gp" });
        for (var i = 0; i < 8; i++) Told(study, trial => Math.Abs(trial.Real("x")));

        var asked = Enumerable.Range(0, 4).Select(_ => study.Ask()!).ToList();

        Assert.Equal(4, asked.Select(trial => trial.Config).Distinct().Count());
        Assert.Equal(4, study.Running);
        Assert.Contains("3 running trials", asked[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_ask_for_is_final_only_when_nothing_runs()
    {
        var study = new Study(Three, new() { Method = "grid", MaxTrials = 2 });
        var (first, second) = (study.Ask()!, study.Ask()!);

        Assert.Null(study.Ask());
        Assert.Equal(2, study.Running);
        study.Tell(second, 1);
        study.Fail(first, "no memory");

        Assert.Null(study.Ask());
        Assert.Equal(0, study.Running);
        Assert.Equal([(TrialStatus.Failed, "no memory"), (TrialStatus.Completed, null)],
            study.Trials.Select(trial => (trial.Status, trial.Reason)));
    }

    [Fact]
    public void A_diverged_trial_has_no_value_and_ends()
    {
        var study = new Study(Three, new() { Method = "grid" });
        var (first, second) = (study.Ask()!, study.Ask()!);

        var answer = study.Report(first, 3, double.NaN);
        study.Tell(second, double.PositiveInfinity);

        Assert.Equal((NextStep.Stop, "its value became NaN"), (answer.Next, answer.Reason));
        Assert.All(study.Trials, trial => Assert.Equal((TrialStatus.Diverged, null), (trial.Status, trial.Value)));
        Assert.Null(study.Best);
    }

    [Fact]
    public void Seeds_of_a_configuration_are_told_one_by_one_and_averaged()
    {
        var study = new Study(Three, new() { Method = "grid", Replicates = 2, Seed = 5 });

        var trials = Enumerable.Range(0, 4).Select(_ => study.Ask()!).ToList();
        double[] values = [1, 4, 2, 2];
        foreach (var (trial, value) in trials.Zip(values)) study.Tell(trial, value);

        Assert.Equal([0, 1, 0, 1], trials.Select(trial => trial.Replicate));
        Assert.Equal(trials[0].Config, trials[1].Config);
        Assert.Equal([TrialSeeds.Of(5, 0), TrialSeeds.Of(5, 1)], trials[2..].Select(trial => trial.Seed));
        Assert.Equal(2, study.Best!.Value);
        Assert.Equal([2, 3], study.Best.Trials);
    }

    [Fact]
    public void A_cancelled_trial_says_nothing_of_its_configuration()
    {
        var study = new Study(Line, new() { Method = "tpe" });
        study.Cancel(study.Ask()!, "the machine was needed");

        Assert.Equal((TrialStatus.Cancelled, null), (study.Trials[0].Status, study.Best));
        Assert.Equal(0, study.Running);
    }

    [Fact]
    public void Parameters_are_read_by_kind()
    {
        var space = new SpaceBuilder().Constant("real", 0.5).Constant("whole", 3).Constant("flag", true).Constant("word", "a b")
            .Choice("gone", 1).When("word", "a b").Build();
        var trial = new Study(space).Ask()!;

        Assert.Equal((0.5, 3, 3.0, true, "a b"),
            (trial.Real("real"), trial.Integer("whole"), trial.Real("whole"), trial.Boolean("flag"), trial.Text("word")));
        Assert.Contains("asked for as a whole number", Assert.Throws<InvalidOperationException>(() => trial.Integer("real")).Message);
        Assert.Contains("it is \"a b\"", Assert.Throws<InvalidOperationException>(() => trial.Boolean("word")).Message);
        Assert.Contains("no parameter 'wrod'; did you mean 'word'?",
            Assert.Throws<KeyNotFoundException>(() => trial.Real("wrod")).Message);
        Assert.False(trial.Has("wrod"));
    }

    [Fact]
    public void Misuse_is_named()
    {
        var study = new Study(Line);
        var trial = study.Ask()!;
        var stranger = new Study(Line, new() { Method = "random" }).Ask()!;

        Assert.Contains("has reported nothing", Assert.Throws<InvalidOperationException>(() => study.Tell(trial)).Message);
        Assert.Contains("is not of this study", Assert.Throws<ArgumentException>(() => study.Tell(stranger, 1)).Message);
        Assert.Contains("an epoch from 1, found 0", Assert.Throws<ArgumentException>(() => study.Report(trial, 0, 1)).Message);
        study.Tell(trial, 1);
        Assert.Contains("ended already (completed)", Assert.Throws<InvalidOperationException>(() => study.Tell(trial, 1)).Message);
        Assert.Contains("ended already (completed)", Assert.Throws<InvalidOperationException>(() => study.Fail(trial)).Message);
    }

    [Fact]
    public void Options_that_do_not_fit_are_named()
    {
        Assert.Contains("expected one of grid,", Refusal(Line, new() { Method = "tep" }));
        Assert.Contains("'x' has a continuous range", Refusal(Line, new() { Method = "grid" }));
        Assert.Contains("leave nothing to try", Refusal(new SpaceBuilder().Integer("n", 1, 3).Constraint("n > 5").Build(), new()));
        Assert.Contains("at least 1 replicate", Refusal(Line, new() { Replicates = 0 }));
        Assert.Contains("at least 1 trial", Refusal(Line, new() { MaxTrials = 0 }));
    }

    private static string Refusal(SearchSpace space, StudyOptions options) =>
        Assert.Throws<ArgumentException>(() => new Study(space, options)).Message;

    private static Trial Told(Study study, Func<Trial, double> value)
    {
        var trial = study.Ask()!;
        study.Tell(trial, value(trial));
        return trial;
    }
}
