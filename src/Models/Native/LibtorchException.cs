namespace Sweep.Models.Native;

/// <summary>libtorch could not be found or loaded. The message is one line that names the thing and the way out.</summary>
public sealed class LibtorchException : Exception
{
    /// <summary>An error without a message.</summary>
    public LibtorchException()
    {
    }

    /// <summary>An error with a message for the user.</summary>
    /// <param name="message">One line: what is wrong, where, and the way out.</param>
    public LibtorchException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and the loader's own.</summary>
    /// <param name="message">One line: what is wrong, where, and the way out.</param>
    /// <param name="innerException">What the loader said.</param>
    public LibtorchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
