namespace Sweep.Contracts;

/// <summary>From what a trial is predicted to take to what it asks of a device. Pure.</summary>
public static class MemoryAsk
{
    /// <summary>What is asked for each byte predicted: a prediction is a closed form, and allocators keep some more.</summary>
    public const double Margin = 1.25;

    /// <summary>Steps in an octave to which asks are rounded up: trials of about the same size use each other's slots.</summary>
    private const int Steps = 4;

    /// <summary>What a trial asks for, in bytes; 0 when nothing is predicted (null).</summary>
    public static long Of(long? predicted) => predicted is > 0
        ? (long)Math.Ceiling(Math.Pow(2, Math.Ceiling(Math.Log2(predicted.Value * Margin) * Steps) / Steps))
        : 0;
}
