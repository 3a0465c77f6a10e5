using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Bench.Search.Functions;

/// <summary>Runs a sampler on a test function with several workers in virtual time: the same arguments give the same run.</summary>
/// <remarks>
/// Trial number k, in the order of asking, lasts 0.5 + a uniform number of (seed, k). A free worker asks at once; the sampler is told in
/// the order of ends, and of trials that end together the one that was asked first.
/// </remarks>
public static class FunctionRun
{
    /// <summary>Runs until so many trials have ended, or the sampler has nothing more to suggest.</summary>
    /// <param name="sampler">Chooses; it belongs to this run alone.</param>
    /// <param name="function">What it is to minimise.</param>
    /// <param name="workers">Trials at a time, at least 1.</param>
    /// <param name="trials">Trials in all, at least 1.</param>
    /// <param name="seed">Seed of noise and durations.</param>
    /// <returns>The trials in the order in which they ended.</returns>
    public static IReadOnlyList<EvaluatedTrial> Of(ISampler sampler, TestFunction function, int workers, int trials, ulong seed)
    {
        var sweep = SweepSimulator.Run(
            sampler, new NoStopper(), new StrategyRules(1, trials, Maximize: false), new FunctionReports(function, seed),
            new SimulationRules(workers));
        return [.. sweep.Trials.OrderBy(trial => trial.End).ThenBy(trial => trial.Number).Select(trial => new EvaluatedTrial(
            trial.Number, trial.Config, function.Value(trial.Config), trial.Best ?? double.PositiveInfinity, trial.End))];
    }
}

/// <summary>A trial of a run on a test function.</summary>
/// <param name="Number">In the order of asking, from 0.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Value">Noise-free value; infinite when it diverged.</param>
/// <param name="Observed">What the sampler was told.</param>
/// <param name="End">When it ended, in virtual time from 0.</param>
public sealed record EvaluatedTrial(long Number, TrialConfig Config, double Value, double Observed, double End)
{
    /// <summary>After each trial, in the order given: the noise-free value of the configuration with the lowest observed value so far,
    /// less the optimum.</summary>
    public static IReadOnlyList<double> Regrets(IEnumerable<EvaluatedTrial> trials, double optimum)
    {
        var (regrets, best) = (new List<double>(), (EvaluatedTrial?)null);
        foreach (var trial in trials)
        {
            if (best is null || trial.Observed < best.Observed) best = trial;
            regrets.Add(best.Value - optimum);
        }

        return regrets;
    }
}
