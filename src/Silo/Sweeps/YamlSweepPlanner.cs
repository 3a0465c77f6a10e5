using Sweep.Experiments.Catalog;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Specs;

namespace Sweep.Silo.Sweeps;

/// <summary>Plans a sweep from its file's text.</summary>
/// <param name="catalog">The experiments this build knows.</param>
public sealed class YamlSweepPlanner(ExperimentCatalog catalog) : ISweepPlanner
{
    public PlannedSweep Plan(SweepOrder order)
    {
        var read = SweepSpecReader.Read(order.Yaml, catalog, order.BaseFolder, []);
        var spec = read.Spec ?? throw Refuse(order, read.Errors);
        if (spec.Name != order.Name)
            throw new SweepRefusedException($"the sweep file is named '{spec.Name}' but was submitted as '{order.Name}'; submit it under its own name", isInputError: true);
        var planned = TrialPlanner.Plan(spec, catalog.Find(spec.Experiment)!, order.BaseFolder);
        return new PlannedSweep(spec, planned.Plan ?? throw Refuse(order, planned.Errors));
    }

    private static SweepRefusedException Refuse(SweepOrder order, IReadOnlyList<SpecError> errors) =>
        new(string.Join(Environment.NewLine, errors.Select(e => e.Format(order.Name))), isInputError: true);
}
