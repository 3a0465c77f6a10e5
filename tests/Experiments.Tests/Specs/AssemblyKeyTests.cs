using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>The key <c>assembly</c>: experiments that are not built in.</summary>
public sealed class AssemblyKeyTests
{
    private const string Yaml = "{name: s, experiment: valley, assembly: bin/Own.dll, method: grid, parameters: {lr: [0.1, 0.2]}}";

    private readonly List<string> loaded = [];

    [Fact]
    public void Its_experiments_are_known_to_the_file_that_names_it()
    {
        var read = Read(Yaml);

        Assert.Empty(read.Errors);
        Assert.Equal(("valley", "/base/bin/Own.dll"), (read.Spec!.Definition.Name, read.Spec.Assembly));
        Assert.All(loaded, path => Assert.Equal("/base/bin/Own.dll", path));
    }

    [Fact]
    public void Its_parameters_are_known_to_overrides_and_checked()
    {
        Assert.Empty(Read(Yaml, "lr=0.5").Errors);
        Assert.Contains("'valley' has no parameter 'rl'", Errors(Yaml.Replace("lr:", "rl:")).First());
        Assert.Empty(Read("{name: s, experiment: valley, method: grid, parameters: {lr: 0.1}}", "assembly=bin/Own.dll").Errors);
    }

    [Theory]
    [InlineData("{name: s, assembly: Own.dll, method: grid, parameters: {lr: 1}}",
        "'assembly' needs the key 'experiment': which of its experiments to run (it has valley)")]
    [InlineData("{name: s, experiment: vally, assembly: Own.dll, method: grid, parameters: {lr: 1}}",
        "there is no experiment 'vally'; did you mean 'valley'?")]
    [InlineData("{name: s, experiment: language-model, assembly: Own.dll, method: grid, parameters: {epochs: 1}}",
        "'assembly' has no experiment 'language-model', which is built in (it has valley): remove 'assembly', or name one of its own")]
    [InlineData("{name: s, command: [a], assembly: Own.dll, method: grid, parameters: {lr: 1}}",
        "'assembly' holds experiments of one's own, and the file has 'program' or 'command': remove one of them")]
    [InlineData("{name: s, experiment: valley, assembly: 'taken', method: grid, parameters: {lr: 1}}",
        "'taken' cannot be used: there is an experiment 'program' already: give this one another Name")]
    [InlineData("{name: s, experiment: valley, assembly: [a], method: grid, parameters: {lr: 1}}", "'assembly' is a text, found a list")]
    public void Mistakes_are_named(string yaml, string message) => Assert.Contains(message, Errors(yaml)[0], StringComparison.Ordinal);

    [Fact]
    public void One_that_cannot_be_loaded_is_the_only_error() =>
        Assert.Equal(["1:41 it is broken"], Errors("{name: s, experiment: valley, assembly: broken, method: grid, parameters: {lr: 1}}"));

    [Fact]
    public void Where_nothing_is_loaded_the_experiment_must_be_known_already()
    {
        var place = new SpecPlace("/base");
        var known = FakeExperiment.Catalog.With([new FakeExperiment { Name = "valley" }]);

        Assert.Empty(SweepSpecReader.Read(Yaml.Replace("lr:", "epochs: 1, lr:"), known, place, []).Errors);
        Assert.Contains(": start the node with --experiments and its assembly",
            Assert.Single(SweepSpecReader.Read(Yaml, FakeExperiment.Catalog, place, []).Errors).Message, StringComparison.Ordinal);
    }

    private SpecResult Read(string yaml, params string[] sets) =>
        SweepSpecReader.Read(yaml, FakeExperiment.Catalog, new SpecPlace("/base") { LoadExperiments = Load }, sets);

    private string[] Errors(string yaml) => [.. Read(yaml).Errors.Select(Reading.Show)];

    private IReadOnlyList<IExperimentDefinition> Load(string path)
    {
        loaded.Add(path);
        if (path.EndsWith("broken", StringComparison.Ordinal)) throw new ExperimentAssemblyException("it is broken");
        var name = path.EndsWith("taken", StringComparison.Ordinal) ? "program" : "valley";
        return [new FakeExperiment { Name = name, Parameters = [ParameterDefinitions.Real("lr", 0.1, 0, null, "step")] }];
    }
}
