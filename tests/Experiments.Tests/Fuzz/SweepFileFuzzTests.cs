using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Specs;
using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Tests.Fuzz;

/// <summary>Whatever a sweep file holds, it is read and planned without an exception, within bounds,
/// and refused with a message and a place.</summary>
public sealed class SweepFileFuzzTests
{
    private static readonly ExperimentCatalog Catalog = BuiltInExperiments.Catalog(new CorpusCatalog([new ShortText()]));

    private static readonly string[] Words =
    [
        .. SweepKeys.Known, .. SweepKeys.WithoutEffect, .. DistributionKeys.All, .. DistributionKeys.Of.Keys, .. Catalog.Names,
        .. LanguageModelParameters.Definitions.Concat(NoopDefinition.Definitions)
            .SelectMany(parameter => (string[])[parameter.Name, .. parameter.Choices, parameter.Default ?? ""]),
        "grid", "random", "bayes", "hyperband", "median", "type", "min_iter", "max_iter", "s", "eta", "strict", "n_startup_trials",
        "n_warmup", "minimize", "maximize", "name", "goal", "target",
        "trials", "time", "gpus", "memory", "2h30m", "999d", "4 GiB", "900000 TB", "val_perplexity", "train_perplexity", "loss", "score",
        ": ", ":", "- ", "? ", "[", "]", "{", "}", ", ", ",", "#", " # ", "'", "\"", "\\", "\"\\", "\"\\x41\"", "\"\\ud800\"", "|", ">",
        "|-\n", ">-\n", ">-\n\n", "|2\n", "|9\n   a\n", "&a ", "*a", "<<: *a", "<<: {a: 1}",
        "!!str ", "!!float ", "!!binary ", "!!null ", "! ", "!<x> ", "!a!b ", "---\n", "--- ", "...\n", "%YAML 1.1\n", "%YAML 9.9\n",
        "%TAG ! tag:x:\n", "@", "`", "\t", "\r", "\r\n", "\n", "\n\n", "\n  ", "\n    ", " ", "  ", "    ",
        "\u0085", "\u2028", "\u2029", "\ufeff", "\0", "\u001b[31m", "\u007f", "é", "😀", "\u202e", "e\u0301", "İ", "ß",
        "0", "-0", "1", "-1", "2", "3", "0.0", "-0.5", ".5", "5.", "+1", "1e400", "-1e400", "1e308", "-1e308", "5e-324", "1e-320", "1e-300",
        "1e300", "1e15", "9007199254740992", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483647", "2147483648", "-2147483649", "1000000",
        "1000000000000", "99999999999999999999999999", "0x7fffffffffffffff", "0xFF", "0o17", "1_000",
        ".inf", "-.inf", ".nan", "NaN", "Infinity", "2026-11-27", "2026-11-27T10:00:00Z", "12:30:45", "yes", "no", "on", "off", "true",
        "false", "True", "null", "~", "''", "\"\"",
        "layers * hidden <= 2048", "lr < 0", "not (lr > 1)", "((((", "lr % 0 == 1", "cell == 'nope'", "1 / 0 > lr", "- - - lr < 1",
        "cell + 1", "lr and true", "`", "hidden == 1 or hidden == 2",
        "{min: 1, max: 1000000000000}", "{min: 0, max: 1}", "{min: 0, max: 1, q: 1e-300}", "{min: 1, max: 1000000}",
        "{distribution: q_normal, mu: 1e308, sigma: 1e300, q: 1e-9}", "{distribution: normal, sigma: 1e308}",
        "{distribution: log_normal, mu: 700, sigma: 100}", "{distribution: q_log_normal, sigma: 1000, q: 1e-320}",
        "{distribution: beta, a: 1e-300, b: 1e300}", "{distribution: q_beta, a: 1e-5, b: 3, q: 0.25}",
        "{distribution: log_uniform, min: -700, max: 700}", "{distribution: inv_log_uniform_values, min: 1e-300, max: 1e300}",
        "{distribution: uniform, min: -1e308, max: 1e308}", "{distribution: q_uniform, min: -1e308, max: 1e308, q: 1e308}",
        "{value: 1, when: {cell: lstm}}", "{parameters: {a: 1, b: [1, 2]}}", "{values: [1, 2], probabilities: [0, 1]}", "[0, 0]",
        "[1, [2, 3], null, true, a]", "&a [*a, *a]", "&a [1, 2]", "[*a, *a, *a, *a, *a, *a, *a, *a]",
        "run_cap: 5", "method: random", "experiment: noop", "program: train.py", "command: [\"${args}\", \"${nope}\"]", "${args}",
        "${envvar:HOME}", "replicates: 10000", "seed: -9223372036854775808",
        "[", "{a: ", "- - ", "[[", "!!", "&", "*", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ];

    private static readonly Dictionary<CostKey, double> Speeds = new() { ["noop"] = 1e6, ["program"] = 1e-9 };

    [Fact]
    public Task No_mutated_sweep_file_breaks_reading_or_planning() =>
        new FuzzRun(new Mutator([.. RealInputs.SweepFiles.Select(RealInputs.Utf8)], Words), ReadAndPlan).Run(standard: 100_000);

    private static void ReadAndPlan(byte[] bytes)
    {
        var (text, error) = SweepText.Decode(bytes);
        Assert.NotEqual(text is null, error is null);
        if (text is null)
        {
            Explained([error!]);
            return;
        }

        var read = SweepSpecReader.Read(text, Catalog, new SpecPlace("/nowhere") { HasFiles = false }, [], "fuzz");
        Assert.Equal(read.Spec is null, read.Errors.Count > 0);
        Explained(read.Errors);
        if (read.Spec is not { } spec) return;

        var experiment = Catalog.Find(spec.Experiment)!;
        var planned = TrialPlanner.Plan(spec, experiment, "/nowhere");
        Assert.Equal(planned.Plan is null, planned.Errors.Count > 0);
        Explained(planned.Errors);
        if (planned.Plan is not { } plan) return;

        _ = PlanSummary.Of(plan, Speeds, slots: 2);
        _ = PlanMemory.Of(spec, plan, experiment);
        _ = spec.NewStopper().Judge(new TrialCurve(0, "{}", [new Reading(1, 1.0)]));
    }

    private static void Explained(IReadOnlyList<SpecError> errors)
    {
        foreach (var error in errors)
        {
            var isCount = error.Line == 0 && error.Message.StartsWith("and ", StringComparison.Ordinal);
            if (string.IsNullOrWhiteSpace(error.Message) || !(isCount || (error.Line >= 1 && error.Column >= 1)))
                Assert.Fail($"a refusal without a message or a place: {error}");
        }
    }

    /// <summary>Stands for every text: nothing is drawn, downloaded or read from a disk.</summary>
    private sealed class ShortText : ITextSource
    {
        private static readonly string Text =
            string.Concat(Enumerable.Repeat("the time traveller for so it will be convenient to speak of him\n", 40));

        public bool Handles(CorpusOptions options) => true;

        public string Stamp(CorpusOptions options) => Name(options);

        public CorpusText Read(CorpusOptions options, CancellationToken cancel) =>
            new() { Name = Name(options), Text = Text, Sha256 = "ab12" };

        private static string Name(CorpusOptions options) =>
            options.Corpus is CorpusOptions.Grammar or CorpusOptions.TimeMachine ? options.Corpus
                : throw new CorpusException($"there is no text '{options.Corpus}'");
    }
}
