using Sweep.Search.Randomness;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Chooses the next token from a model's logits. Pure but for its generator.</summary>
/// <param name="temperature">0 = the most probable token, the first among equals;
/// above 0 = drawn from softmax(logits / temperature).</param>
/// <param name="random">Source of the draws.</param>
public sealed class TokenSampler(double temperature, SeededRandom random)
{
    /// <summary>The token chosen by V unnormalised log probabilities.</summary>
    public int Choose(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var token = 1; token < logits.Length; token++)
        {
            if (logits[token] > logits[best]) best = token;
        }
        return temperature > 0 ? Draw(logits, logits[best]) : best;
    }

    private int Draw(ReadOnlySpan<float> logits, double largest)
    {
        var weights = new double[logits.Length];
        // Subtracting the largest logit leaves the distribution as it is and keeps exp from overflowing.
        for (var token = 0; token < logits.Length; token++) weights[token] = Math.Exp((logits[token] - largest) / temperature);
        var left = random.NextDouble() * weights.Sum();
        for (var token = 0; token < weights.Length; token++)
        {
            left -= weights[token];
            if (left < 0) return token;
        }
        return Array.FindLastIndex(weights, weight => weight > 0);
    }
}
