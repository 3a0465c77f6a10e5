using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models.Sequences;

namespace Sweep.Experiments.Sequences;

/// <summary>How many bytes a trial of the encoder-decoder takes on its device. Pure: a closed form of the configuration, the token types of
/// the larger side and the tokens of the longest pair (decision 17 has that of language models).</summary>
public static class SequenceMemory
{
    private const int Float = sizeof(float);

    /// <summary>Bytes of the machine for pairs, their texts and their vocabularies: an estimate.</summary>
    private const long Pairs = 24L << 20;

    /// <summary>Predicts one trial.</summary>
    /// <param name="options">Its configuration.</param>
    /// <param name="types">Token types of the side that has more.</param>
    /// <param name="longest">Tokens of the longest pair, both sides.</param>
    /// <param name="device">Where it trains; <see cref="DeviceClass.Any"/> is the larger of both.</param>
    public static long Of(SequenceTrialOptions options, int types, int longest, DeviceClass device)
    {
        if (device == DeviceClass.Any)
            return Math.Max(Of(options, types, longest, DeviceClass.Cpu), Of(options, types, longest, DeviceClass.Cuda));
        var onCpu = device == DeviceClass.Cpu;
        var remembered = options.Rule.Remembered;
        // Values, gradients, what the optimizer remembers, and on the CPU the copies for checkpoints.
        var copies = 2 + remembered + (onCpu ? 2 + remembered : 0);
        var parameters = Float * Parameters(options.Model(types, types));
        var start = onCpu ? LanguageModelMemory.CpuBase + LanguageModelMemory.TorchPasses + Pairs : LanguageModelMemory.CudaBase;
        return start + (copies * parameters) + Activations(options, types, longest);
    }

    /// <summary>Counts the parameters of a model without building it.</summary>
    /// <remarks>Those of two language models of its stacks, of which the encoder has no read-out, and of the attention: 2 H^2, with the
    /// additive score 2 H^2 + H more.</remarks>
    public static long Parameters(SequenceModelOptions model)
    {
        long hidden = model.Hidden, readOut = model.SourceVocabulary * ((model.Encoder.Directions * hidden) + 1);
        var attention = model.Attention switch
        {
            AttentionKind.None => 0,
            AttentionKind.Additive => (4 * hidden * hidden) + hidden,
            _ => 2 * hidden * hidden,
        };
        return ModelSize.Parameters(model.Encoder) - readOut + ModelSize.Parameters(model.Decoder) + attention;
    }

    /// <summary>What a batch of the longest pairs keeps for the way back. A source and a target of half the tokens each take the most
    /// where every place of one looks at every place of the other.</summary>
    private static long Activations(SequenceTrialOptions options, int types, int longest)
    {
        long places = (long)longest * options.BatchSize, half = (longest + 1) / 2, hidden = options.Hidden;
        var kept = places * options.Layers * (options.Bidirectional ? 2 : 1) * hidden * options.Cell.TorchMemory;
        var looks = options.Attention switch
        {
            AttentionKind.None => 0,
            AttentionKind.Additive => half * half * options.BatchSize * ((2 * hidden) + 4),
            _ => half * half * options.BatchSize * 4,
        };
        return Float * (kept + looks + (places * ((2L * options.EmbeddingSize) + (6 * hidden))) + (3 * places * types));
    }
}
