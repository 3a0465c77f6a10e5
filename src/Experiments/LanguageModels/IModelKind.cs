using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>A value of the parameter <c>model</c>: what such a trial reads of its configuration, trains, takes and leaves. To add one: a
/// folder of its own, and a line in <see cref="ModelCatalog"/>.</summary>
/// <remarks>Client and nodes ask it, too: only <see cref="Open"/> and <see cref="Load"/> may load libtorch.</remarks>
internal interface IModelKind
{
    /// <summary>Its word in a sweep file.</summary>
    string Name { get; }

    /// <summary>Parameters that not every model reads, beside those of <see cref="LanguageModelParameters"/>; several kinds may share
    /// some.</summary>
    IReadOnlyList<ParameterDefinition> Parameters => [];

    /// <summary>True when it learns in epochs of batches; false = in one pass, without their parameters.</summary>
    bool HasBatches => false;

    /// <summary>True when it reads a parameter of <see cref="LanguageModelParameters"/> that does not belong to the text.</summary>
    /// <param name="parameter">Its name.</param>
    bool Reads(string parameter);

    /// <summary>Its own options (<see cref="LanguageModelTrialOptions.Own"/>); null = none.</summary>
    /// <param name="values">The configuration.</param>
    object? Read(ConfigValues values) => null;

    /// <summary>Combinations in which a value could have no effect or no meaning.</summary>
    /// <param name="options">A configuration of it.</param>
    IEnumerable<ConfigProblem> Contradictions(LanguageModelTrialOptions options) => [];

    /// <summary>What decides about the speed of a trial beside input, vocabulary and batches, in words.</summary>
    /// <param name="options">A configuration of it.</param>
    string Shape(LanguageModelTrialOptions options);

    /// <summary>What a trial takes on a device.</summary>
    /// <param name="options">A configuration of it.</param>
    /// <param name="vocabulary">Token types of the text, at least 1.</param>
    /// <param name="text">Size of the text.</param>
    /// <param name="device">A processor or a GPU.</param>
    MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device);

    /// <summary>Begins a trial.</summary>
    /// <param name="trial">Options, text and device.</param>
    ITrainingSession Open(LanguageModelTrial trial);

    /// <summary>Takes the trained model out of a checkpoint.</summary>
    /// <param name="options">The configuration of the checkpoint.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="vocabulary">Token types, at least 1.</param>
    /// <param name="device">Where to predict.</param>
    /// <exception cref="InvalidDataException">The checkpoint is not of such a model.</exception>
    IPredictor Load(LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device);
}

/// <summary>A kind of model that learns by gradients, in batches.</summary>
internal interface IGradientKind : IModelKind
{
    /// <summary>Numbers in its parameters.</summary>
    long Size(LanguageModelTrialOptions options, int vocabulary);

    /// <summary>The untrained model; seed libtorch's generator first.</summary>
    TokenModel Build(LanguageModelTrialOptions options, int vocabulary, Device device);

    bool IModelKind.HasBatches => true;

    ITrainingSession IModelKind.Open(LanguageModelTrial trial) => new LanguageModelSession(trial);

    IPredictor IModelKind.Load(LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device) =>
        GradientPredictor.Load(this, options, checkpoint, vocabulary, device);
}
