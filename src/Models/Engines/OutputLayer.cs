using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>The decoder: logits = W y + b.</summary>
/// <param name="Weight">(V, D*H); the embedding's own where both are tied.</param>
/// <param name="Bias">(V).</param>
internal sealed record OutputLayer(Parameter Weight, Parameter Bias);

/// <summary>The decoder of a model whose embedding holds its weights: a bias alone, which begins as that of a linear layer.</summary>
internal sealed class TiedDecoder : nn.Module
{
    public TiedDecoder(LanguageModelOptions options)
        : base(nameof(TiedDecoder))
    {
        var bound = 1 / Math.Sqrt(options.Directions * options.Hidden);
        register_parameter("bias", new Parameter(empty(options.Vocabulary).uniform_(-bound, bound)));
    }

    public Parameter Bias => get_parameter("bias")!;
}
