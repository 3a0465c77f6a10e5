using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training;

/// <summary>An experiment of one's own: what a sweep file may say, and what a trial does. A public class of it with a constructor without
/// parameters is found in the assembly that the key <c>assembly</c> of a sweep file names.</summary>
/// <remarks>Clients and nodes make one of it to check sweep files: the constructor and all but <see cref="Open"/> read no files and load
/// no libraries.</remarks>
public abstract class TrainingExperiment : IExperimentDefinition
{
    /// <summary>Value of the sweep file's <c>experiment</c> key; none that is built in.</summary>
    public abstract string Name { get; }

    /// <summary>Every parameter with its kind, range, unit and default; <see cref="ParameterDefinitions"/> makes them.</summary>
    public abstract IReadOnlyList<ParameterDefinition> Parameters { get; }

    /// <summary>Names of the metrics that every report has, at least one.</summary>
    public abstract IReadOnlyList<string> Metrics { get; }

    /// <summary>Metric used when the sweep file names none; default the first one.</summary>
    public virtual string? DefaultMetric => Metrics[0];

    /// <summary>Reports that a trial makes if nobody stops it, at least 1.</summary>
    /// <param name="config">A checked configuration.</param>
    public abstract int Epochs(ConfigValues config);

    /// <summary>Begins a trial, in a worker process; may take long. A session that is <see cref="ICheckpointedArrays"/> or
    /// <see cref="ICheckpointed"/> goes on from checkpoints.</summary>
    /// <param name="trial">The attempt: its seed, its device, its folders, and the wish to stop.</param>
    /// <param name="config">Its configuration, with defaults for what the sweep file leaves out.</param>
    /// <exception cref="TrialException">It cannot be run; the message says why and the way out.</exception>
    public abstract ITrainingSession Open(TrialContext trial, ConfigValues config);

    /// <summary>Problems of one complete configuration that no single parameter's range shows; default none.</summary>
    /// <param name="config">One complete configuration.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in it are resolved.</param>
    public virtual IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <summary>Trials with an equal key run at comparable speed on the same hardware; default the name, so all do.</summary>
    /// <param name="config">A checked configuration.</param>
    public virtual CostKey CostKeyOf(ConfigValues config) => Name;

    /// <inheritdoc />
    public virtual IReadOnlyList<string>? Changeable => null;

    /// <inheritdoc />
    public TrialWork Measure(TrialConfig config, DataFacts? data)
    {
        var values = new ConfigValues(Parameters, config.ToJson());
        return new TrialWork { Epochs = Epochs(values), CostKey = CostKeyOf(values) };
    }
}
