using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Recurrent;

/// <summary><c>model: recurrent</c>: the recurrent networks of the course, by truncated back-propagation.</summary>
internal sealed class RecurrentKind : IGradientKind
{
    /// <inheritdoc />
    public string Name => "recurrent";

    /// <inheritdoc />
    public bool Reads(string parameter) => true;

    /// <inheritdoc />
    public string Shape(LanguageModelTrialOptions o) => $"{o.Cell} {o.Layers}x{o.Hidden}{(o.Bidirectional ? " bidirectional" : "")}";

    /// <inheritdoc />
    public MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device) =>
        LanguageModelMemory.Recurrent(options, vocabulary, text, device);

    /// <inheritdoc />
    public long Size(LanguageModelTrialOptions options, int vocabulary) => ModelSize.Parameters(options.Model(vocabulary));

    /// <inheritdoc />
    public TokenModel Build(LanguageModelTrialOptions options, int vocabulary, Device device) =>
        new LanguageModel(options.Model(vocabulary), device);
}
