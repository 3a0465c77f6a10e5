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
    bool Reads(string parameter);

    /// <summary>Its own options (<see cref="LanguageModelTrialOptions.Own"/>); null = none.</summary>
    object? Read(ConfigValues values) => null;

    /// <summary>Combinations in which a value could have no effect or no meaning.</summary>
    IEnumerable<ConfigProblem> Contradictions(LanguageModelTrialOptions options) => [];

    /// <summary>What decides about the speed of a trial beside input, vocabulary and batches, in words.</summary>
    string Shape(LanguageModelTrialOptions options);

    /// <summary>What a trial takes on a processor or a GPU, with a vocabulary of at least 1 type.</summary>
    MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device);

    /// <summary>Begins a trial.</summary>
    ITrainingSession Open(LanguageModelTrial trial);

    /// <summary>Takes the trained model out of a checkpoint.</summary>
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

    IPredictor IModelKind.Load(LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device)
    {
        var model = CheckpointWeights.Load(checkpoint, Size(options, vocabulary), () => Build(options, vocabulary, device));
        return new StatefulPredictor(Read, model.ZeroState(1), device, model);

        (Tensor, RecurrentState) Read(Tensor tokens, RecurrentState state)
        {
            var next = model.Next(tokens, state);
            return (next.Logits, next.State);
        }
    }
}
