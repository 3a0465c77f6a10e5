using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Search.Samplers;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Parameters that the experiment reads with some values of another one only: configurations that differ only in what is not
/// read are one.</summary>
public sealed class ReadByTests
{
    private static readonly ExperimentCatalog Catalog = new([new FakeExperiment
    {
        Parameters =
        [
            Choice("model", "net", "net", "deep", "count"),
            Whole("hidden", "256") with { ReadBy = new("model", ["net", "deep"]) },
            Whole("order", "3") with { ReadBy = new("model", ["count"]) },
            new() { Name = "lr", Kind = ParameterKind.Real, Default = "0.5", Summary = "Rate.", ReadBy = new("model", ["net"]) },
            Whole("seen", "1"),
        ],
    }]);

    [Fact]
    public void A_grid_has_no_configuration_twice() => Assert.Equal(
        ["model=net hidden=1", "model=net hidden=2", "model=count order=3", "model=count order=4"],
        Configurations("model: [net, count]\nhidden: [1, 2]\norder: [3, 4]"));

    [Fact]
    public void A_constant_is_there_where_it_is_read() => Assert.Equal(
        ["model=net hidden=8 seen=2", "model=count seen=2"], Configurations("model: [net, count]\nhidden: 8\nseen: 2"));

    [Fact]
    public void What_every_model_of_the_file_reads_is_as_it_was() => Assert.Equal(
        ["model=net hidden=8", "model=deep hidden=8"], Configurations("model: [net, deep]\nhidden: 8"));

    [Fact]
    public void A_file_without_the_other_parameter_has_its_default() =>
        Assert.Equal(["hidden=1 seen=1", "hidden=2 seen=1"], Configurations("hidden: [1, 2]\nseen: 1"));

    [Theory]
    [InlineData("model: count\nhidden: [1, 2]\nseen: 1", "model=count seen=1",
        "5:3 'hidden' is read with model: net, deep only, which no trial of this file has: it is left out")]
    [InlineData("order: [3, 4]\nseen: 1", "seen=1",
        "4:3 'order' is read with model: count only, which no trial of this file has: it is left out")]
    public void What_no_trial_reads_is_left_out_with_a_notice(string parameters, string configuration, string notice)
    {
        var result = Read(Grid(parameters));

        Assert.Equal([configuration], Reading.Configurations(result.Spec!));
        Assert.Equal([notice], result.Notices.Select(Show));
        Assert.Empty(result.Spec!.Varied);
    }

    [Fact]
    public void What_waits_for_it_and_what_asks_something_of_it_go_with_it() => Assert.Equal(
        ["model=count order=3"],
        Configurations("model: count\nhidden: [1, 2]\nseen: {value: 1, when: {hidden: 1}}\norder: 3", "constraints: [hidden > 5]\n"));

    [Fact]
    public void A_when_of_the_files_own_holds_beside_it() => Assert.Equal(
        ["model=net seen=1 hidden=8", "model=net seen=2", "model=count seen=1", "model=count seen=2"],
        Configurations("model: [net, count]\nseen: [1, 2]\nhidden: {value: 8, when: {seen: 1}}"));

    [Fact]
    public void The_parameter_that_decides_is_in_every_configuration() => Assert.Equal(
        ["5:3 'model' decides which other parameters are read, so it is in every configuration: remove its 'when'"],
        Read(Grid("seen: [1, 2]\nmodel: {values: [net, count], when: {seen: 1}}\nhidden: 8")).Errors.Select(Show));

    [Fact]
    public void A_parameter_with_whose_every_value_the_others_are_read_decides_nothing() =>
        Assert.Empty(Read(Grid("seen: [1, 2]\nmodel: {values: [net, deep], when: {seen: 1}}\nhidden: 8")).Errors);

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("cmaes")]
    public void A_method_that_draws_tries_each_once(string method)
    {
        var yaml = $"name: t\nmethod: {method}\nmetric: val_perplexity\nrun_cap: 40\nparameters:\n  model: [net, count]\n"
            + "  hidden: [1, 2, 3]\n  order: [3, 4, 5]\n";

        var (sampler, finished) = (Spec(yaml).Sampler, new List<Observation>());
        while (finished.Count < 40 && sampler.Suggest(finished.Count, new SearchHistory([.. finished], []))?.Config is { } config)
            finished.Add(new Observation(finished.Count, config, Math.Sin(finished.Count)));
        var drawn = finished.Select(one => one.Config.ToString()).ToList();

        Assert.Equal(drawn.Distinct().Count(), drawn.Count);
        Assert.Equal(
            (string[])["count order=3", "count order=4", "count order=5", "net hidden=1", "net hidden=2", "net hidden=3"],
            drawn.Select(config => config["model=".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_enqueued_configuration_may_give_what_is_not_read()
    {
        var yaml = "name: t\nmethod: random\nrun_cap: 9\nparameters: {model: [net, count], hidden: [1, 2], order: [3, 4]}\n"
            + "enqueue: [{model: count, order: 3, hidden: 2}]\n";

        Assert.Equal("model=count order=3", Spec(yaml).Enqueued[0].Config.ToString());
    }

    [Theory]
    [InlineData("model: [net, count], hidden: [1, 2], order: 3", "model: count, hidden: 1, seen: 2", "model=count order=3")]
    [InlineData("model: count, hidden: [1, 2], order: [3, 4]", "order: 4, hidden: 1, seen: 2", "model=count order=4")]
    public void An_enqueued_configuration_may_give_what_waits_for_what_is_not_read(string parameters, string entry, string configuration)
    {
        var yaml = $"name: t\nmethod: random\nrun_cap: 9\nparameters: {{{parameters}, seen: {{values: [1, 2], when: {{hidden: 1}}}}}}\n"
            + $"enqueue: [{{{entry}}}]\n";

        Assert.Equal(configuration, Spec(yaml).Enqueued[0].Config.ToString());
    }

    [Fact]
    public void Two_enqueued_configurations_that_differ_in_it_alone_are_one()
    {
        var yaml = "name: t\nmethod: random\nrun_cap: 9\nparameters: {model: [net, count], hidden: [1, 2], order: [3, 4]}\n"
            + "enqueue: [{model: count, order: 3, hidden: 2}, {model: count, order: 3, hidden: 1}]\n";

        Assert.Contains("has this configuration twice", Assert.Single(Read(yaml).Errors).Message);
    }

    private static string[] Configurations(string parameters, string more = "") => Reading.Configurations(Spec(Grid(parameters) + more));

    private static SweepSpec Spec(string yaml)
    {
        var result = Read(yaml);
        Assert.True(result.Spec is not null, string.Join('\n', result.Errors.Select(Show)));
        return result.Spec;
    }

    private static SpecResult Read(string yaml) =>
        SweepSpecReader.Read(yaml, Catalog, new SpecPlace(Path.GetTempPath()) { HasCommands = false }, []);

    private static ParameterDefinition Choice(string name, string preset, params string[] words) =>
        new() { Name = name, Kind = ParameterKind.Choice, Choices = words, Default = preset, Summary = "A choice." };

    private static ParameterDefinition Whole(string name, string preset) =>
        new() { Name = name, Kind = ParameterKind.Integer, Min = 1, Default = preset, Summary = "A number." };
}
