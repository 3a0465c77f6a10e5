namespace Sweep.Experiments.Sequences;

/// <summary>BLEU of one prediction as the course defines it (Dive into Deep Learning, section "Sequence to sequence learning", after
/// Papineni et al. 2002). Pure.</summary>
/// <remarks>
/// <code>
/// exp(min(0, 1 - len_label / len_pred)) * p_1^(1/2) * p_2^(1/4) * ... * p_k^(1/2^k)
/// </code>
/// p_n is the share of the prediction's n-grams that the label has, each of the label's counted once. n goes no further than the
/// prediction is long; an empty prediction has 0.
/// </remarks>
public static class Bleu
{
    /// <summary>0 to 1; 1 for a prediction that is the label.</summary>
    /// <param name="prediction">Tokens that were written.</param>
    /// <param name="label">Tokens that were right, at least one.</param>
    /// <param name="k">Longest n-gram, at least 1.</param>
    public static double Of(IReadOnlyList<int> prediction, IReadOnlyList<int> label, int k)
    {
        if (prediction.Count == 0) return 0;
        var score = Math.Exp(Math.Min(0, 1 - ((double)label.Count / prediction.Count)));
        for (var n = 1; n <= Math.Min(k, prediction.Count); n++)
            score *= Math.Pow(Precision(prediction, label, n), Math.Pow(0.5, n));
        return score;
    }

    private static double Precision(IReadOnlyList<int> prediction, IReadOnlyList<int> label, int n)
    {
        var left = Grams(label, n).CountBy(gram => gram, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var matches = 0;
        foreach (var gram in Grams(prediction, n))
        {
            if (left.GetValueOrDefault(gram) == 0) continue;
            left[gram]--;
            matches++;
        }

        return (double)matches / (prediction.Count - n + 1);
    }

    private static IEnumerable<string> Grams(IReadOnlyList<int> tokens, int n) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - n + 1)).Select(at => string.Join(' ', tokens.Skip(at).Take(n)));
}
