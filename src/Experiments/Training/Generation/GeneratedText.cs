namespace Sweep.Experiments.Training.Generation;

/// <summary>Text that a model wrote.</summary>
/// <param name="Text">The prefix and what follows it.</param>
/// <param name="Warnings">Sentences for people, for example about unknown characters in the prefix; empty when there are none.</param>
public sealed record GeneratedText(string Text, IReadOnlyList<string> Warnings);
