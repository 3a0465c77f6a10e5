using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models.Sequences;

namespace Sweep.Experiments.Sequences;

/// <summary>How many bytes a trial of the encoder-decoder takes on its device. Pure: a closed form of the configuration and of the size of
/// its pairs, every pair of a batch taken for the longest (decision 17 has that of language models).</summary>
public static class SequenceMemory
{
    private const int Float = sizeof(float);

    /// <summary>Pairs that are evaluated together, at most.</summary>
    private const int MostHeldOutRows = 256;

    /// <summary>Numbers that an evaluation may hold: 256 MiB.</summary>
    private const long MostHeldOut = 1L << 26;

    /// <summary>Predicts one trial; <see cref="DeviceClass.Any"/> is the larger of both.</summary>
    public static long Of(SequenceTrialOptions options, PairSize size, DeviceClass device)
    {
        if (device == DeviceClass.Any)
            return Math.Max(Of(options, size, DeviceClass.Cpu), Of(options, size, DeviceClass.Cuda));
        var model = options.Model(size.Types, size.Types);
        var rows = HeldOutRows(model, size.Source, size.Target);
        return LanguageModelMemory.BesideBatches(options.Rule, Parameters(model), size.Characters, device) + (Float * Math.Max(
            options.BatchSize * Trained(model, size.Source, size.Target + 1), rows * Evaluated(model, size.Source, size.Target + 1)));
    }

    /// <summary>Pairs that are evaluated together: 256, and fewer where they would hold more than 256 MiB with the tokens of the longest
    /// source and target, its end not counted.</summary>
    public static int HeldOutRows(SequenceModelOptions model, int source, int target) =>
        (int)Math.Clamp(MostHeldOut / Evaluated(model, source, target + 1), 1, MostHeldOutRows);

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

    /// <summary>Numbers that a pair keeps for the way back, with the gradients of its largest tensor.</summary>
    private static long Trained(SequenceModelOptions model, long source, long target)
    {
        long hidden = model.Hidden, places = source + target, read = (source * model.Encoder.Directions) + target;
        return (read * model.Layers * hidden * model.Cell.TorchMemory) + Looks(model, source, target, 3)
            + (places * ((2L * model.EmbeddingSize) + (6 * hidden))) + (3 * target * model.TargetVocabulary);
    }

    /// <summary>Numbers that a pair takes without a way back: those of the last layer, and of every score.</summary>
    private static long Evaluated(SequenceModelOptions model, long source, long target)
    {
        long hidden = model.Hidden, read = (source * model.Encoder.Directions) + target;
        return (read * (model.EmbeddingSize + (4 * hidden))) + Looks(model, source, target, 1) + (2 * target * model.TargetVocabulary);
    }

    /// <summary>Numbers for the places of a source that each place of a target looks at, with so many tensors (T, S, H) of the additive
    /// score at a time.</summary>
    private static long Looks(SequenceModelOptions model, long source, long target, int sums) => model.Attention switch
    {
        AttentionKind.None => 0,
        AttentionKind.Additive => source * target * ((sums * (long)model.Hidden) + 4),
        _ => source * target * 4,
    };
}

/// <summary>How large pairs are.</summary>
/// <param name="Types">Token types of the side that has more.</param>
/// <param name="Source">Tokens of the longest source.</param>
/// <param name="Target">Tokens of the longest target, its end not counted.</param>
/// <param name="Characters">Of all texts.</param>
public readonly record struct PairSize(int Types, int Source, int Target, long Characters);
