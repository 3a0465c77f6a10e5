namespace Sweep.Experiments.Data;

/// <summary>A corpus cannot be had.</summary>
/// <param name="message">For people: what, what was expected, what was found, and the way out.</param>
/// <param name="cause">What caused it; null = nothing else.</param>
#pragma warning disable CA1032 // Always with a message.
public sealed class CorpusException(string message, Exception? cause = null) : Exception(message, cause);
#pragma warning restore CA1032
