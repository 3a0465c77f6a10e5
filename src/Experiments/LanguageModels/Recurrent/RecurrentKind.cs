using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Recurrent;

/// <summary><c>model: recurrent</c>: the recurrent networks of the course, by truncated back-propagation.</summary>
internal sealed class RecurrentKind : IGradientKind
{
    public string Name => "recurrent";

    public bool Reads(string parameter) => true;

    public string Shape(LanguageModelTrialOptions o) => $"{o.Cell} {o.Layers}x{o.Hidden}{(o.Bidirectional ? " bidirectional" : "")}";

    public MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device) =>
        LanguageModelMemory.Recurrent(options, vocabulary, text, device);

    public long Size(LanguageModelTrialOptions options, int vocabulary) => ModelSize.Parameters(options.Model(vocabulary));

    public TokenModel Build(LanguageModelTrialOptions options, int vocabulary, Device device) =>
        new LanguageModel(options.Model(vocabulary), device);
}
