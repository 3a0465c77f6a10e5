namespace Sweep.Experiments.Data.Grammars;

/// <summary>One way on from a symbol of a <see cref="SimpleGrammar"/>.</summary>
/// <param name="Probability">Its probability given the symbol, above 0.</param>
/// <param name="Word">The next word.</param>
/// <param name="Tail">Numbers of the symbols that follow it.</param>
public readonly record struct Alternative(double Probability, string Word, IReadOnlyList<int> Tail);
