namespace Sweep.Experiments.Catalog;

/// <summary>An assembly of experiments cannot be used.</summary>
/// <param name="message">One line for people: which one, what was expected, what was found, and the way out.</param>
#pragma warning disable CA1032 // Always with a message.
public sealed class ExperimentAssemblyException(string message) : Exception(message);
#pragma warning restore CA1032
