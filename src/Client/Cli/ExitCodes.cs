namespace Sweep.Client.Cli;

/// <summary>Exit codes that scripts rely on.</summary>
public static class ExitCodes
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Something failed, some trials of a sweep included.</summary>
    public const int Failed = 1;

    /// <summary>The user's input is wrong; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted by Ctrl-C, SIGTERM or SIGHUP; the state is kept.</summary>
    public const int Interrupted = 130;
}
