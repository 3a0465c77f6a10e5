using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Sequences;

/// <summary>Global attention: weights = softmax over the source of the scores, c = sum_s weights_s m_s, and the output tanh(W_c [c; h]) in
/// place of h (Luong et al. 2015, equation 5). Both scores stand at this place: the two values of the parameter differ by the score
/// alone.</summary>
/// <remarks>Shapes: B sequences, T places of the target, S places of the source, H hidden. Parameters: <c>combine.weight</c> (H, 2H), and
/// for the additive score <c>query.weight</c> and <c>key.weight</c> (H, H) and <c>score.weight</c> (1, H).</remarks>
internal sealed class Attention : nn.Module
{
    /// <summary>Lasting: what is made for a single call may be freed while libtorch reads it.</summary>
    private static readonly Scalar Never = float.NegativeInfinity;

    private readonly Linear combine;
    private readonly Linear? query;
    private readonly Linear? key;
    private readonly Linear? score;

    public Attention(AttentionKind kind, int hidden)
        : base(nameof(Attention))
    {
        if (kind == AttentionKind.Additive)
        {
            register_module("query", query = nn.Linear(hidden, hidden, hasBias: false));
            register_module("key", key = nn.Linear(hidden, hidden, hasBias: false));
            register_module("score", score = nn.Linear(hidden, 1, hasBias: false));
        }

        register_module("combine", combine = nn.Linear(2 * hidden, hidden, hasBias: false));
    }

    /// <summary>Looks at the source: from the decoder's outputs h, float, (B, T, H), and the encoder's outputs m, float, (B, S, H), to
    /// float, (B, T, H). <paramref name="padding"/>: bool, (B, S), true where the source is padded; null = nowhere.</summary>
    public Tensor Apply(Tensor output, Tensor memory, Tensor? padding)
    {
        var context = bmm(Weights(output, memory, padding), memory);                            // (B, T, H)
        return combine.call(cat([context, output], -1)).tanh();
    }

    /// <summary>How much each place of the target looks at each place of the source: rows that sum to 1.</summary>
    /// <returns>float, (B, T, S); 0 where the source is padded.</returns>
    public Tensor Weights(Tensor output, Tensor memory, Tensor? padding)
    {
        var scores = score is null ? bmm(output, memory.transpose(1, 2)) : Additive(output, memory);
        if (padding is not null) scores = scores.masked_fill(padding.unsqueeze(1), Never);
        return scores.softmax(-1);
    }

    private Tensor Additive(Tensor output, Tensor memory)
    {
        var sum = query!.call(output).unsqueeze(2).Plus(key!.call(memory).unsqueeze(1));        // (B, T, S, H)
        return score!.call(sum.tanh_()).squeeze(-1);                                            // One such tensor, not two.
    }
}
