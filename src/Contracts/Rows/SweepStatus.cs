namespace Sweep.Contracts.Rows;

/// <summary>State of a sweep as a whole.</summary>
public enum SweepStatus
{
    /// <summary>Trials remain and a coordinator is, or may come, at work.</summary>
    Running,

    /// <summary>Stopped by the user (Ctrl-C) or lost; <c>sweep resume</c> goes on.</summary>
    Interrupted,

    /// <summary>Every trial is final.</summary>
    Finished,

    /// <summary>Cancelled by the user; every trial is final.</summary>
    Cancelled,
}
