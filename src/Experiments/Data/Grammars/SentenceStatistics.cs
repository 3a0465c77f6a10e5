using MathNet.Numerics.LinearAlgebra;

namespace Sweep.Experiments.Data.Grammars;

/// <summary>Exact expectations over one sentence of a <see cref="SimpleGrammar"/>; derived in docs/grammar.md.</summary>
public sealed class SentenceStatistics
{
    /// <summary>Solves n = e + M'n for the expected number n of uses of each symbol, where M counts the symbols in the tails.</summary>
    internal SentenceStatistics(SimpleGrammar grammar)
    {
        var uses = ExpectedUses(grammar);
        for (var symbol = 0; symbol < uses.Count; symbol++)
        {
            Words += uses[symbol];
            Characters += uses[symbol] * grammar[symbol].Sum(way => way.Probability * (way.Word.Length + 1));
            EntropyNats -= uses[symbol] * grammar[symbol].Sum(way => way.Probability * Math.Log(way.Probability));
        }
    }

    /// <summary>Expected words.</summary>
    public double Words { get; }

    /// <summary>Expected characters, the space after each word counted.</summary>
    public double Characters { get; }

    /// <summary>Entropy in nats.</summary>
    public double EntropyNats { get; }

    /// <summary>Entropy rate of the endless text, in nats per token.</summary>
    public double EntropyRate(TokenKind token) => EntropyNats / (token == TokenKind.Word ? Words : Characters);

    private static Vector<double> ExpectedUses(SimpleGrammar grammar)
    {
        var size = grammar.Symbols.Count;
        var system = Matrix<double>.Build.DenseIdentity(size);
        for (var symbol = 0; symbol < size; symbol++)
        {
            foreach (var way in grammar[symbol])
                foreach (var next in way.Tail) system[next, symbol] -= way.Probability;
        }
        var uses = system.Solve(Vector<double>.Build.Dense(size, symbol => symbol == grammar.Start ? 1 : 0));
        // I - M' is a nonsingular M-matrix, with a nonnegative inverse, exactly when the recursion dies out:
        // the row sums of the inverse show it.
        var totals = system.Transpose().Solve(Vector<double>.Build.Dense(size, 1));
        if (totals.Any(total => !(total >= 1 - 1e-9) || !double.IsFinite(total)))
            throw new ArgumentException(
                "expected a grammar whose sentences have a finite mean length, found one whose recursion does not die out");
        return uses;
    }
}
