namespace Sweep.Experiments.Data;

/// <summary>A random process that is known exactly and drew a text; no predictor does better than it on average.</summary>
public interface ITextModel
{
    /// <summary>Entropy rate in nats per token.</summary>
    double EntropyRate(TokenKind token);

    /// <summary>Nats the process itself needs for each token of a text it drew, each given all tokens before it.</summary>
    /// <param name="tokens">The token stream from the text's start; it may end anywhere.</param>
    /// <param name="token">What the tokens are.</param>
    /// <returns>One number per token, at least 0.</returns>
    /// <exception cref="ArgumentException">The process cannot have drawn these tokens.</exception>
    double[] Nats(IReadOnlyList<string> tokens, TokenKind token);
}
