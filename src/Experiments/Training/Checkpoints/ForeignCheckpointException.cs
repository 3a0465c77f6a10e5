namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>A checkpoint file is whole but not ours to read, and must not be overwritten either.</summary>
/// <param name="message">What it is, as the end of a sentence.</param>
#pragma warning disable CA1032 // Thrown in one place, always with a message.
public sealed class ForeignCheckpointException(string message) : Exception(message);
#pragma warning restore CA1032
