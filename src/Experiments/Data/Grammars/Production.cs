namespace Sweep.Experiments.Data.Grammars;

/// <summary>One rule of a grammar: a symbol becomes a word and then, one after the other, what the symbols of its tail become.</summary>
/// <param name="Symbol">The symbol that is replaced.</param>
/// <param name="Weight">Weight among the rules of the same symbol, above 0.</param>
/// <param name="Word">The word it begins with: letters a-z.</param>
/// <param name="Tail">Symbols that follow the word; empty = nothing.</param>
public sealed record Production(string Symbol, double Weight, string Word, params IReadOnlyList<string> Tail);

/// <summary>One way on from a symbol of a <see cref="SimpleGrammar"/>.</summary>
/// <param name="Probability">Its probability given the symbol, above 0.</param>
/// <param name="Word">The next word.</param>
/// <param name="Tail">Numbers of the symbols that follow it.</param>
public readonly record struct Alternative(double Probability, string Word, IReadOnlyList<int> Tail);
