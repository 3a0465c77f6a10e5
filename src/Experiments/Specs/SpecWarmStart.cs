using Sweep.Contracts.Rows;
using Sweep.Search.Samplers;
using Sweep.Search.Strategies;

namespace Sweep.Experiments.Specs;

/// <summary>What a spec takes over from another sweep.</summary>
public static class SpecWarmStart
{
    /// <summary>Configurations of another sweep that are configurations of this one, with what became of them.</summary>
    /// <param name="spec">The sweep that is to begin.</param>
    /// <param name="trials">Trials of the other one by number, without those that began with the checkpoint of another trial.</param>
    /// <param name="metrics">The metric of its accepted epochs, by trial and epoch.</param>
    /// <param name="needed">Seeds of a configuration that must have ended there before anything is known of it, at least 1.</param>
    public static KnownSweep TakeFrom(
        this SweepSpec spec, IReadOnlyList<TrialRow> trials, IReadOnlyList<MetricRow> metrics, int needed) =>
        new WarmStart(
            new SpaceFit(spec.Space, DefaultValues.Of(spec.Definition)), spec.StrategyRules(), spec.NewStopper().Rungs)
            .Take(trials, metrics, needed);
}
