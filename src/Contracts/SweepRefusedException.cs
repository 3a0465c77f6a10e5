namespace Sweep.Contracts;

/// <summary>A sweep cannot be started or resumed; the message says why and the way out. Crosses the cluster as it is.</summary>
[GenerateSerializer, Alias("sweep.refused")]
public sealed class SweepRefusedException : Exception
{
    /// <summary>An empty one, for serializers.</summary>
    public SweepRefusedException()
    {
    }

    /// <summary>One with a message for people.</summary>
    /// <param name="message">What was expected, what was found, and the way out.</param>
    /// <param name="isInputError">True when the user's input is to blame (exit code 2), false when something failed (exit code 1).</param>
    public SweepRefusedException(string message, bool isInputError = false)
        : base(message) => IsInputError = isInputError;

    /// <summary>One with a message and a cause; the cause stays on the machine where it happened.</summary>
    public SweepRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>True when the user's input is to blame (exit code 2), false when something failed (exit code 1).</summary>
    [Id(0)] public bool IsInputError { get; set; }
}
