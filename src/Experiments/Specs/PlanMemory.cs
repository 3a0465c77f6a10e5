using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>What the trials of a plan take of a device. Pure.</summary>
public sealed record PlanMemory
{
    /// <summary>Device the figures are for.</summary>
    public required DeviceClass Device { get; init; }

    /// <summary>The trial that takes least by the prediction, the first of several; null when the experiment cannot tell.</summary>
    public TrialMemory? Smallest { get; init; }

    /// <summary>The trial that takes most by the prediction, the first of several; null when the experiment cannot tell.</summary>
    public TrialMemory? Largest { get; init; }

    /// <summary>What each trial asks for by the sweep file (<c>resources.memory</c>), in bytes; null = what is predicted decides.</summary>
    public long? Override { get; init; }

    /// <summary>The most that one trial asks for, in bytes; 0 = nothing is known.</summary>
    public long LargestAsk => Override ?? Largest?.Ask ?? 0;

    /// <summary>The device that a sweep's trials are predicted for where nobody has chosen one.</summary>
    /// <remarks>A trial that takes whatever there is has a GPU to itself: what counts is what it takes of a processor's memory, which
    /// it shares.</remarks>
    public static DeviceClass DeviceOf(SweepSpec spec) => spec.Gpus > 0 ? DeviceClass.Cuda : DeviceClass.Cpu;

    /// <summary>Predicts every configuration of a plan once, on a device; null = as the spec says.</summary>
    public static PlanMemory Of(SweepSpec spec, SweepPlan plan, IExperimentDefinition experiment, DeviceClass? device = null)
    {
        var on = device ?? DeviceOf(spec);
        var predicted = plan.Trials
            .DistinctBy(trial => (trial.Config, trial.CostKey))
            .Select(trial => (Trial: trial, Bytes: experiment.PredictMemory(trial.Config, trial.CostKey, on)))
            .Where(known => known.Bytes > 0)
            .Select(known => new TrialMemory(known.Trial, known.Bytes!.Value))
            .ToList();
        return new()
        {
            Device = on,
            Override = spec.MemoryBytes,
            Smallest = predicted.MinBy(p => p.Predicted),
            Largest = predicted.MaxBy(p => p.Predicted)
        };
    }
}

/// <summary>What one trial is predicted to take.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Predicted">Bytes, above 0.</param>
public sealed record TrialMemory(PlannedTrial Trial, long Predicted)
{
    /// <summary>What it asks for, in bytes.</summary>
    public long Ask => MemoryAsk.Of(Predicted);
}
