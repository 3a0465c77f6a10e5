using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>What the client must know of an experiment to check and plan a sweep; it never loads libtorch.</summary>
public interface IExperimentDefinition
{
    /// <summary>Value of the sweep file's <c>experiment</c> key.</summary>
    string Name { get; }

    /// <summary>Every parameter the experiment understands; null = any parameter is accepted (external programs).</summary>
    IReadOnlyList<ParameterDefinition>? Parameters { get; }

    /// <summary>Names of the metrics its reports carry; null = unknown until it runs (external programs).</summary>
    IReadOnlyList<string>? Metrics { get; }

    /// <summary>Metric used when the sweep file names none; null = the file must name one.</summary>
    string? DefaultMetric { get; }

    /// <summary>Problems of one complete configuration (each value already passed its own range); empty when it can run.</summary>
    /// <param name="config">One complete configuration.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in it are resolved.</param>
    IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder);

    /// <summary>Why a sweep must not rank this configuration by <paramref name="metric"/>; null when it may.</summary>
    /// <remarks>Metrics lists what reports of the experiment can carry; one configuration may carry fewer (no held-out text, a model that sees the future).</remarks>
    /// <param name="config">One complete configuration.</param>
    /// <param name="metric">Name of the sweep's metric, one of <see cref="Metrics"/>.</param>
    ConfigProblem? CheckMetric(TrialConfig config, string metric) => null;

    /// <summary>What a trial of this (checked) configuration will do.</summary>
    /// <param name="config">A configuration that <see cref="Check"/> found without problems.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in it are resolved.</param>
    TrialWork Measure(TrialConfig config, string baseFolder);

    /// <summary>Memory in bytes that a trial of this configuration will take on a device; null when the experiment cannot tell.</summary>
    /// <param name="config">A checked configuration.</param>
    /// <param name="costKey"><see cref="TrialWork.CostKey"/> of the configuration, which holds what is known of its data without reading them.</param>
    /// <param name="device">Class of the device; any = the most it may take on one of them.</param>
    long? PredictMemory(TrialConfig config, CostKey costKey, Contracts.DeviceClass device) => null;
}
