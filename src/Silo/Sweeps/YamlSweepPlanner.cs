using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Search.Scheduling;

namespace Sweep.Silo.Sweeps;

/// <summary>Reads a submitted sweep and writes its trials out. Equal orders give equal plans, so that any coordinator can go on.</summary>
public sealed class YamlSweepPlanner(ExperimentCatalog catalog)
{
    /// <summary>True (default) = notes go to any address. In a cluster a sweep file must not make nodes call whom it wants.</summary>
    public bool NotifiesAnyAddress { get; init; } = true;

    /// <param name="isKnown">True when the ledger holds its trials: only the rules are read; no file of the client need be here.</param>
    /// <exception cref="SweepRefusedException">The file is no valid sweep here; the message lists every error.</exception>
    public PlannedSweep Plan(SweepOrder order, bool isKnown)
    {
        // Files that the text names were checked where they are: by whoever planned it.
        var isPlanned = isKnown || order.Sweep is not null;
        var place = new SpecPlace(order.BaseFolder) { HasFiles = !isPlanned };
        var read = SweepSpecReader.Read(order.Yaml, catalog, place, []);
        var spec = read.Spec ?? throw Refuse(order, read.Errors);
        if (spec.Name != order.Name)
            throw new SweepRefusedException($"the sweep file is named '{spec.Name}' but was submitted as '{order.Name}'; submit it under " +
                "its own name", isInputError: true);
        if (!isKnown && !NotifiesAnyAddress && spec.Notify is { Variable: null })
        {
            throw new SweepRefusedException(
                $"'notify' of '{spec.Name}' names an address, and nodes of a cluster send notes to addresses of their own only: " +
                $"write 'notify: ${NotifyRules.Variables}_URL', and set this variable for the nodes", isInputError: true);
        }

        var plan = isKnown ? null : order.Sweep is { } sweep ? Submitted(order, sweep) : Planned(order, spec);
        var (definition, device) = (spec.Definition, PlanMemory.DeviceOf(spec));
        return new PlannedSweep(spec, plan)
        {
            PredictMemory = trial => definition.PredictMemory(trial.Config, trial.CostKey, device),
            PlannerWith = facts => Planner(spec, facts),
        };
    }

    private static PlanTrial? Planner(SweepSpec spec, string? facts)
    {
        if (facts is null) return null;
        var data = DataCatalog.Parse(spec.Definition, facts);
        return (number, replicate, config) => TrialPlanner.Trial(spec, data, number, replicate, config);
    }

    private static SweepPlan Submitted(SweepOrder order, NewSweep sweep) => sweep.Name == order.Name && sweep.Yaml == order.Yaml
        ? new SweepPlan(sweep, order.Trials)
        : throw new SweepRefusedException(
            $"the plan of '{sweep.Name}' was submitted with the sweep file of '{order.Name}'", isInputError: true);

    private static SweepPlan Planned(SweepOrder order, SweepSpec spec)
    {
        var planned = TrialPlanner.Plan(spec, spec.Definition, order.BaseFolder);
        return planned.Plan ?? throw Refuse(order, planned.Errors);
    }

    private static SweepRefusedException Refuse(SweepOrder order, IReadOnlyList<SpecError> errors) =>
        new(string.Join("; ", errors.Select(e => e.Format(order.Name))), isInputError: true);
}

/// <summary>A submitted sweep, read and written out.</summary>
/// <param name="Plan">Its row and planned trials; null when the ledger holds them already.</param>
public sealed record PlannedSweep(SweepSpec Spec, SweepPlan? Plan)
{
    /// <summary>Writes out the trials of configurations that are chosen as the sweep goes, from what was measured at its submission;
    /// null = its trials were all planned then.</summary>
    public required Func<string?, PlanTrial?> PlannerWith { get; init; }

    /// <summary>Predicted memory of a trial in bytes; null = the experiment cannot tell.</summary>
    public required Func<PlannedTrial, long?> PredictMemory { get; init; }
}
