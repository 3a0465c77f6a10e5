namespace Sweep.Experiments.Data;

/// <summary>A corpus cannot be had. The message is for people: what, what was expected, what was found, and the way out.</summary>
public sealed class CorpusException : Exception
{
    /// <summary>Makes an exception without a message; prefer the others.</summary>
    public CorpusException()
    {
    }

    /// <summary>Makes an exception with its message for people.</summary>
    public CorpusException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its message for people and what caused it.</summary>
    public CorpusException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
