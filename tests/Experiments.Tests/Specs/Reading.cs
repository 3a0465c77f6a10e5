using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Search.Samplers;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Short forms for tests that read sweep files.</summary>
internal static class Reading
{
    public static SpecResult Read(string yaml, params string[] sets) =>
        SweepSpecReader.Read(yaml, FakeExperiment.Catalog, new SpecPlace(Path.GetTempPath()) { HasCommands = false }, sets);

    /// <summary>Reads a file that must be good.</summary>
    public static SweepSpec Good(string yaml, params string[] sets)
    {
        var result = Read(yaml, sets);
        Assert.True(result.Spec is not null, string.Join('\n', result.Errors.Select(error => error.Format("t.yaml"))));
        return result.Spec;
    }

    /// <summary>Errors as <c>line:column message</c>; without a position just the message.</summary>
    public static string[] Errors(string yaml, params string[] sets) => [.. Read(yaml, sets).Errors.Select(Show)];

    public static string Show(SpecError error) => error.Line == 0 ? error.Message : $"{error.Line}:{error.Column} {error.Message}";

    /// <summary>A grid whose only part in question is <paramref name="parameters"/>, which starts on line 4.</summary>
    public static string Grid(string parameters) => $"name: t\nmethod: grid\nparameters:\n{Indent(parameters)}";

    /// <summary>The same for a random search.</summary>
    public static string Random(string parameters) => $"name: t\nmethod: random\nrun_cap: 10\nparameters:\n{Indent(parameters)}";

    /// <summary>Every configuration, as <c>name=value ...</c>.</summary>
    public static string[] Configurations(SweepSpec spec, int most = 1000) =>
        [.. All(spec.Sampler, most).Select(config => config.ToString())];

    public static IEnumerable<TrialConfig> All(ISampler sampler, int most = 1000)
    {
        for (var i = 0; i < most && sampler.Suggest(i, SearchHistory.Empty)?.Config is { } config; i++) yield return config;
    }

    private static string Indent(string text) => string.Concat(text.Split('\n').Select(line => $"  {line}\n"));
}
