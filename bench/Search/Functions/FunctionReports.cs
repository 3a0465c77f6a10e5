using Sweep.Contracts;
using Sweep.Search.Simulation;

namespace Sweep.Bench.Search.Functions;

/// <summary>Trials that evaluate a test function: one epoch, which lasts 0.5 to 1.5 s.</summary>
/// <param name="function">The function.</param>
/// <param name="seed">Seed of noise and durations.</param>
public sealed class FunctionReports(TestFunction function, ulong seed) : IReportSource
{
    private static readonly ulong Duration = KeyedRandom.Key("duration");

    /// <inheritdoc />
    public int EpochsOf(TrialConfig config) => 1;

    /// <inheritdoc />
    public double? Optimum => function.Optimum;

    /// <inheritdoc />
    public SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch) =>
        new(function.Observe(config, seed, (ulong)trial), function.Value(config), SecondsOf(seed, trial));

    /// <summary>How long a trial lasts: 0.5 + a uniform number of seed and trial.</summary>
    internal static double SecondsOf(ulong seed, int trial) => 0.5 + KeyedRandom.Uniform(Duration, seed, (ulong)trial);
}

/// <summary>Trials that follow a learning curve; a whole one lasts 0.5 to 1.5 s, all its epochs alike.</summary>
/// <param name="curve">The curve.</param>
/// <param name="seed">Seed of noise and durations.</param>
public sealed class CurveReports(LearningCurve curve, ulong seed) : IReportSource
{
    /// <inheritdoc />
    public int EpochsOf(TrialConfig config) => curve.Epochs;

    /// <inheritdoc />
    public double? Optimum => curve.Optimum;

    /// <inheritdoc />
    public SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch) => new(
        curve.Observe(config, epoch, seed, (ulong)trial), curve.Value(config, epoch),
        FunctionReports.SecondsOf(seed, trial) / curve.Epochs);
}
