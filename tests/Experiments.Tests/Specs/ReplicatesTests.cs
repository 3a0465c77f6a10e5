using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class ReplicatesTests
{
    private const string Head = "name: t\nmetric: {name: val_perplexity}\nparameters: {lr: {min: 0.1, max: 1}, epochs: 4}\nrun_cap: 20\n";

    [Theory]
    [InlineData("method: tpe\nreplicates: 3", 3, true)]
    [InlineData("method: tpe\nreplicates: {seeds: 3}", 3, true)]
    [InlineData("method: tpe\nreplicates: {seeds: 3, racing: false}", 3, false)]
    [InlineData("method: tpe\nreplicates: 1001", 1001, false)]
    [InlineData("method: tpe\nreplicates: 1", 1, false)]
    [InlineData("method: tpe", 1, false)]
    [InlineData("method: random\nreplicates: 3", 3, false)]
    [InlineData("method: random\nreplicates: {seeds: 3, racing: true}", 3, true)]
    [InlineData("method: tpe\nreplicates: 3\nearly_terminate: {type: asha}", 3, false)]
    [InlineData("method: tpe\nreplicates: 3\nearly_terminate: {type: asha, form: stop}", 3, true)]
    [InlineData("method: tpe\nreplicates: 3\nearly_terminate: {type: median}", 3, true)]
    [InlineData("method: tpe\nreplicates: {seeds: 1, racing: true}", 1, false)]
    public void Seeds_are_raced_where_a_method_learns_and_no_rule_pauses_or_the_file_says_so(string lines, int seeds, bool races)
    {
        var spec = Good(Head + lines);

        Assert.Equal((seeds, races), (spec.Replicates, spec.Races));
        Assert.Equal(races, spec.StrategyRules().Races);
    }

    [Fact]
    public void A_grid_whose_seeds_are_raced_is_chosen_as_the_sweep_goes()
    {
        var spec = Good("name: t\nmethod: grid\nmetric: {name: val_perplexity}\nparameters: {lr: [0.1, 1], epochs: 4}\n" +
            "replicates: {seeds: 3, racing: true}");

        Assert.True(spec.IsOpen);
        Assert.True(spec.NewStrategy().Races);
    }

    [Theory]
    [InlineData("{}", "6:13 'replicates' is a map with the keys 'seeds' and 'racing', found an empty map")]
    [InlineData("{racing: true}", "6:13 'replicates' needs the key 'seeds': how many seeds a configuration may run")]
    [InlineData("{seeds: 0}", "6:21 'replicates.seeds' is a whole number from 1 to 10000, found 0")]
    [InlineData("{seeds: 3, racing: maybe}", "6:32 'replicates.racing' is true or false, found the text 'maybe'")]
    [InlineData("{seeds: 3, racin: true}", "6:24 unknown key 'racin' in 'replicates'; did you mean 'racing'? (keys: seeds, racing)")]
    [InlineData("{seeds: 1001, racing: true}",
        "6:35 'replicates.racing: true' races at most 1,000 seeds, found 1,001: write fewer, or 'racing: false'")]
    [InlineData("[3]", "6:13 'replicates' is a whole number from 1 to 10000, found a list")]
    [InlineData("{seeds: 3, racing: true}\nearly_terminate: {type: asha}",
        "6:32 'replicates.racing: true' compares trials that have ended, and early_terminate 'asha' lets trials wait or fork: remove one " +
            "of both, or use a rule that only stops, such as 'median', 'hyperband' or 'asha' with 'form: stop'")]
    [InlineData("{seeds: 3, racing: true}\nearly_terminate: {type: bohb}",
        "6:32 'replicates.racing: true' compares trials that have ended, and early_terminate 'bohb' lets trials wait or fork: remove one " +
            "of both, or use a rule that only stops, such as 'median', 'hyperband' or 'asha' with 'form: stop'")]
    public void Rejects_replicates(string block, string error) =>
        Assert.Equal([error], Errors($"{Head}method: tpe\nreplicates: {block}"));

    [Fact]
    public void Racing_needs_a_metric_to_compare_by() => Assert.EndsWith(
        "'replicates.racing: true' compares configurations by the metric, and the file names none: add " +
            "'metric: {name: loss, goal: minimize}'",
        Assert.Single(Errors("name: t\nmethod: grid\ncommand: [sh]\nparameters: {lr: [0.1, 1]}\nreplicates: {seeds: 3, racing: true}")));
}
