using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Specs;
using Sweep.Search.Stoppers.Halving;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class EarlyStoppingTests
{
    private const string Program = "name: t\nmethod: grid\nmetric: {name: loss}\ncommand: [x]\nparameters: {a: 1}\n";

    private const string All = "'hyperband', 'median', 'asha', 'bohb', 'pbt' or 'plateau'";

    [Theory]
    [InlineData("{type: hyperband, min_iter: 3}", "hyperband")]
    [InlineData("{type: hyperband, max_iter: 27, s: 2, eta: 3, strict: false}", "hyperband")]
    [InlineData("{type: median}", "median")]
    [InlineData("{type: median, n_startup_trials: 3, n_warmup: 2}", "median")]
    [InlineData("{type: asha, form: stop}", "asha")]
    [InlineData("{type: asha, min_iter: 2, max_iter: 30, eta: 2, brackets: 3, form: stop}", "asha")]
    [InlineData("{type: plateau}", "plateau")]
    [InlineData("{type: plateau, patience: 3, min_delta: 1e-3}", "plateau")]
    public void Accepts_early_terminate(string block, string name) =>
        Assert.Equal(name, Good(Grid("epochs: 1") + "early_terminate: " + block).NewStopper().Name);

    [Fact]
    public void Asha_has_rungs_from_min_iter_up_to_max_iter()
    {
        const string Block = "early_terminate: {type: asha, min_iter: 2, max_iter: 30, eta: 2, form: stop}";

        Assert.Equal([2, 4, 8, 16], Good(Grid("epochs: 1") + Block).NewStopper().Rungs);
    }

    [Fact]
    public void Asha_stops_trials_of_programs_unless_told_otherwise()
    {

        Assert.IsType<AshaStopping>(Good(Program + "early_terminate: {type: asha}").NewStopper());
        Assert.IsType<AshaPromotion>(Good(Program + "early_terminate: {type: asha, form: promote}").NewStopper());
    }

    [Theory]
    [InlineData("{type: hyperband}", "5:18 'early_terminate' of type 'hyperband' needs 'min_iter', or 'max_iter' and 's'")]
    [InlineData("{type: hyperband, max_iter: 9}", "5:18 'early_terminate' of type 'hyperband' needs 'min_iter', or 'max_iter' and 's'")]
    [InlineData("{type: hyperband, s: 2}", "5:18 'early_terminate' of type 'hyperband' needs 'min_iter', or 'max_iter' and 's'")]
    [InlineData("{type: hyperband, max_iter: 2, s: 2}",
        "5:36 'early_terminate' stops nobody: max_iter 2 divided by eta 3 is less than one epoch")]
    [InlineData("{type: hyperband, min_iter: 0}", "5:46 'early_terminate.min_iter' is a whole number of at least 1, found 0")]
    [InlineData("{type: hyperband, min_iter: 1, eta: 1}", "5:54 'early_terminate.eta' is a number above 1, found 1")]
    [InlineData("{type: hyperband, min_iter: 1, strict: maybe}", "5:57 'early_terminate.strict' is true or false, found the text 'maybe'")]
    [InlineData("{type: hyperbnd, min_iter: 1}",
        $"5:25 'early_terminate.type' is {All}, found the text 'hyperbnd'; did you mean 'hyperband'?")]
    [InlineData("{type: envelope}", "5:25 'envelope' is not available in this version: use 'hyperband' or 'median'")]
    [InlineData("{min_iter: 1}", $"5:18 'early_terminate' needs the key 'type': {All}")]
    [InlineData("{type: median, min_iter: 1}", "5:33 unknown key 'min_iter' in 'early_terminate' (keys: type, n_startup_trials, n_warmup)")]
    [InlineData("median", "5:18 'early_terminate' is a map with the key 'type', found the text 'median'")]
    [InlineData("{type: asha, form: halt}", "5:37 'early_terminate.form' is 'promote' or 'stop', found the text 'halt'")]
    [InlineData("{type: asha, form: stop, min_iter: 3, max_iter: 8}",
        "5:56 'early_terminate' compares nobody: from min_iter 3 in steps of eta 3 there is no rung before max_iter 8; " +
        "write a larger one, or leave it out")]
    [InlineData("{type: asha, form: stop, max_iter: 9, brackets: 4}",
        "5:66 'early_terminate.brackets' is at most 3 here, one for each rung (1, 3, 9), found 4")]
    [InlineData("{type: asha, form: stop, s: 2}",
        "5:43 unknown key 's' in 'early_terminate' (keys: type, min_iter, max_iter, eta, brackets, form)")]
    [InlineData("{type: bohb}",
        "5:25 'bohb' is for a method that learns: write method: 'tpe', 'gp' or 'bayes' (found method: grid), or type: asha")]
    [InlineData("{type: pbt}",
        "5:25 'pbt' has nothing to explore: no parameter varies that may change while a trial trains (all but epochs)")]
    [InlineData("{type: pbt, quantile: 0.6, explore: [epochs]}",
        "5:40 'early_terminate.quantile' is a number above 0, at most 0.5, found 0.6",
        "5:54 'early_terminate.explore' names 'epochs', which cannot change while a trial trains")]
    [InlineData("{type: pbt, explore: [epoch]}",
        "5:40 'early_terminate.explore' names 'epoch', which is no parameter; did you mean 'epochs'? (parameters: epochs)")]
    [InlineData("{type: plateau, patience: 0}", "5:44 'early_terminate.patience' is a whole number of at least 1, found 0")]
    [InlineData("{type: plateau, min_delta: -1}", "5:45 'early_terminate.min_delta' is a number of at least 0, found -1")]
    public void Rejects_early_terminate(string block, params string[] errors) =>
        Assert.Equal(errors, Errors(Grid("epochs: 1") + "early_terminate: " + block));

    [Theory]
    [InlineData("method: random\nrun_cap: 8", null)]
    [InlineData("method: random", "'pbt' needs to know how many trials go on side by side: add 'run_cap: 20'")]
    [InlineData("method: tpe\nrun_cap: 8",
        "'pbt' chooses by itself after the first trials: write method: random, sobol or grid (found tpe)")]
    [InlineData("method: random\nrun_cap: 8\nreplicates: 2",
        "'pbt' changes configurations as they train, so they have no replicates: remove 'replicates: 2'")]
    public void A_population_is_drawn_at_random_and_has_a_size(string head, string? error)
    {
        var yaml = $"name: p\n{head}\nmetric: {{name: val_perplexity}}\nearly_terminate: {{type: pbt}}\n" +
            "parameters: {corpus: grammar, lr: {min: 0.001, max: 0.1}, hidden: [8, 16], epochs: 9}\n";
        if (error is null) Assert.Equal(5, Good(yaml).NewStopper().ForksEvery);
        else Assert.EndsWith(error, Assert.Single(Errors(yaml)));
    }

    [Fact]
    public void A_population_explores_what_can_change_while_a_model_trains()
    {
        var yaml = "name: p\nmethod: random\nrun_cap: 8\nmetric: {name: val_perplexity}\n" +
            "early_terminate: {type: pbt, explore: [hidden]}\n" +
            "parameters: {corpus: grammar, lr: {min: 0.001, max: 0.1}, hidden: [8, 16], epochs: 9}\n";

        var catalog = new ExperimentCatalog([new LanguageModelDefinition(new CorpusCatalog([]))]);
        Assert.EndsWith(
            "names 'hidden', which cannot change while a trial trains (these can: lr, weight_decay, clip, dropout, num_steps, " +
            "dropout_input, dropout_output, dropout_recurrent, clip_value, schedule_every, schedule_factor, schedule_patience)",
            Assert.Single(SweepSpecReader.Read(yaml, catalog, new SpecPlace(Path.GetTempPath()), []).Errors).Message);
    }

    [Fact]
    public void A_program_has_no_checkpoints_that_others_could_begin_with() => Assert.Contains(
        Errors(Program.Replace("method: grid", "method: random\nrun_cap: 8") + "early_terminate: {type: pbt}"),
        error => error.EndsWith("Sweep does not know those of a program: use 'asha'"));
}
