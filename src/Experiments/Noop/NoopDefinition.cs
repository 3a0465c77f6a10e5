using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Simulation;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Noop;

/// <summary>The <c>noop</c> experiment: a trial that trains nothing, to rehearse scheduling, ranking and failures.</summary>
/// <remarks><c>loss(epoch) = value + (x - 0.3)^2 + (y + 0.2)^2 + 0.1 log10(lr / 0.1)^2 + spread * g(seed) + exp(-epoch)</c>, with g(seed) a
/// standard normal number that depends on the seed alone; <c>score = -loss</c>. Equal configuration and seed give equal bits.</remarks>
public sealed class NoopDefinition : IExperimentDefinition
{
    /// <summary>Name of the experiment.</summary>
    public const string Experiment = "noop";

    /// <summary>Every parameter with its kind, default and range.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        Integer("epochs", 5, 1, 100_000, "reports to make"),
        Real("value", 0, null, null, "offset of the loss"),
        Real("spread", 0.01, 0, null, "standard deviation of the loss over seeds"),
        Real("x", 0, null, null, "first coordinate, best at 0.3"),
        Real("y", 0, null, null, "second coordinate, best at -0.2"),
        Real("lr", 0.1, 0, null, "pretended learning rate, best at 0.1") with { MinIsExclusive = true },
        Real("epoch_seconds", 0, 0, 86_400, "time each epoch takes") with { Unit = "seconds" },
        Choice("fail", NoopFailure.None, "how the trial fails, to rehearse it"),
        Integer("fail_epoch", 1, 1, null, "epoch in which it fails, before that epoch's report"),
        Integer("fail_attempts", 1_000_000, 0, null, "first attempts that fail; later ones succeed"),
    ];

    /// <inheritdoc />
    public string Name => Experiment;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition> Parameters => Definitions;

    /// <inheritdoc />
    public IReadOnlyList<string> Metrics => ["loss", "score"];

    /// <inheritdoc />
    public string DefaultMetric => "loss";

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <inheritdoc />
    public TrialWork Measure(TrialConfig config, DataFacts? data) => new()
    {
        Epochs = new ConfigValues(Definitions, config.ToJson()).Integer("epochs"),
        CostKey = Name,
    };

    /// <inheritdoc />
    public IReportSource Reports(string metric, bool maximize, Func<int, long> seedOf) =>
        new Simulated((metric == "score") == maximize ? 1 : -1, seedOf);

    /// <summary>Trials in a simulation. One that is to fail diverges there.</summary>
    /// <param name="sign">1; -1 for a sweep that looks for the largest loss.</param>
    /// <param name="seedOf">Seed of a trial, by its replicate.</param>
    private sealed class Simulated(int sign, Func<int, long> seedOf) : IReportSource
    {
        /// <summary>Epochs that take no time would all end at once, and nothing could be stopped before its end.</summary>
        private const double LeastSeconds = 1e-3;

        public double? Optimum => null;

        public int EpochsOf(TrialConfig config) => Values(config).Integer("epochs");

        public SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch)
        {
            var values = Values(config);
            var loss = new NoopLoss(values);
            var seconds = Math.Max(values.Real("epoch_seconds"), LeastSeconds);
            return values.Choice<NoopFailure>("fail") != NoopFailure.None && epoch >= values.Integer("fail_epoch")
                ? new SimulatedReport(double.NaN, double.PositiveInfinity, seconds)
                : new SimulatedReport(sign * loss.At(epoch, seedOf(replicate)), sign * loss.Mean(epoch), seconds);
        }

        private static ConfigValues Values(TrialConfig config) => new(Definitions, config.ToJson());
    }
}

/// <summary>Ways in which a <c>noop</c> trial can be made to fail, to rehearse what the engine does about it.</summary>
public enum NoopFailure
{
    /// <summary>It does not fail.</summary>
    None,

    /// <summary>The process ends without a word, with exit code 70.</summary>
    Crash,

    /// <summary>The trial goes silent and ignores the wish to stop.</summary>
    Hang,

    /// <summary>The experiment reports an error.</summary>
    Error,

    /// <summary>The loss diverges.</summary>
    Diverge,

    /// <summary>The worker runs out of memory and says so.</summary>
    Memory,

    /// <summary>Native code aborts the process (SIGABRT).</summary>
    NativeAbort,
}
