using Sweep.Contracts;
using Sweep.Search.Simulation;

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

    /// <summary>Writes text with the best checkpoint of a trial (<c>sweep generate</c>); null (default) = no trial can.</summary>
    ITextWriter? Writer => null;

    /// <summary>True when trials run commands of the sweep file: a node of a cluster refuses them unless it was told otherwise.</summary>
    bool RunsCommands => false;

    /// <summary>True when no worker runs its trials, but whoever asks for them (<c>sweep ask</c>).</summary>
    bool IsAsked => false;

    /// <summary>Problems of one complete configuration (each value already passed its own range); empty when it can run.</summary>
    /// <param name="config">One complete configuration.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in it are resolved.</param>
    IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder);

    /// <summary>Why a sweep must not rank this complete configuration by one of <see cref="Metrics"/>; null when it may.</summary>
    /// <remarks>One configuration may carry fewer than <see cref="Metrics"/> (no held-out text, a model that sees the future).</remarks>
    ConfigProblem? CheckMetric(TrialConfig config, string metric) => null;

    /// <summary>Names of the parameters that say which data a trial reads; default none.</summary>
    IReadOnlyList<string> DataParameters => [];

    /// <summary>What is known of a configuration's data after reading them; null (default) = it reads none. Configurations that agree in
    /// <see cref="DataParameters"/> have the same.</summary>
    /// <param name="config">A configuration that <see cref="Check"/> found without problems.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in it are resolved.</param>
    DataFacts? ReadData(TrialConfig config, string baseFolder) => null;

    /// <summary>What a trial of this (checked) configuration will do. Reads nothing.</summary>
    /// <param name="config">A configuration that <see cref="Check"/> found without problems.</param>
    /// <param name="data">What <see cref="ReadData"/> said of its data; null = it reads none.</param>
    TrialWork Measure(TrialConfig config, DataFacts? data);

    /// <summary>Memory in bytes that a trial of this configuration will take on a device; null when the experiment cannot tell.</summary>
    /// <param name="config">A checked configuration.</param>
    /// <param name="costKey"><see cref="TrialWork.CostKey"/> of the configuration: what is known of its data without reading them.</param>
    /// <param name="device">Class of the device; any = the most it may take on one of them.</param>
    long? PredictMemory(TrialConfig config, CostKey costKey, DeviceClass device) => null;

    /// <summary>Names of the parameters of which a trial may have another value than the trial whose checkpoint it begins with; null
    /// (default) = all but <c>epochs</c>.</summary>
    IReadOnlyList<string>? Changeable => null;

    /// <summary>What trials would report, for a simulation; null when only training tells.</summary>
    /// <param name="metric">Name of the sweep's metric, one of <see cref="Metrics"/>.</param>
    /// <param name="maximize">True when more of it is better.</param>
    /// <param name="seedOf">Seed of a trial, by its replicate.</param>
    IReportSource? Reports(string metric, bool maximize, Func<int, long> seedOf) => null;
}

/// <summary>What one trial of a configuration will do, known before it runs.</summary>
public sealed record TrialWork
{
    /// <summary>Reports the trial makes if nobody stops it; 0 = nobody knows before it has run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Training tokens per epoch; 0 when the experiment counts none.</summary>
    public long TokensPerEpoch { get; init; }

    /// <summary>Trials with the same cost key run at comparable speed on the same hardware: from it time is estimated.</summary>
    public required CostKey CostKey { get; init; }

    /// <summary>Name of the corpus for people, for example <c>grammar</c>; null when there is none.</summary>
    public string? Corpus { get; init; }

    /// <summary>What is known of the corpus; null when there is none.</summary>
    public CorpusFacts? Facts { get; init; }
}

/// <summary>What is known of the data of a trial after they were read once.</summary>
public sealed record DataFacts
{
    /// <summary>Name for people, for example <c>grammar</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Lowest perplexity that a model reaches which sees only the past; null when unknown.</summary>
    public double? FloorPerplexity { get; init; }

    /// <summary>Token types.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Nodes of the largest tree, binarised; 0 where the data are no trees.</summary>
    public int LargestTree { get; init; }

    /// <summary>Characters of the whole text.</summary>
    public long Characters { get; init; }

    /// <summary>Tokens to learn from.</summary>
    public long TrainTokens { get; init; }

    /// <summary>Tokens of the longest source; 0 where the data are no pairs.</summary>
    public int LongestSource { get; init; }

    /// <summary>Tokens of the longest target, its end not counted; 0 where the data are no pairs.</summary>
    public int LongestTarget { get; init; }

    /// <summary>Classes of a tree's nodes; 0 where the data are no trees.</summary>
    public int Classes { get; init; }
}

/// <summary>Something wrong with a complete configuration that no single parameter's range shows.</summary>
/// <param name="Parameter">The parameter to blame, whose line and column the message gets; null = the configuration as a whole.</param>
/// <param name="Message">What was expected, what was found, and the way out.</param>
public sealed record ConfigProblem(string? Parameter, string Message)
{
    /// <summary>The parameter to blame where the file lacks <see cref="Parameter"/> and its default is the trouble; null = none.</summary>
    public string? Otherwise { get; init; }
}
