using Sweep.Contracts;

namespace Sweep.Search.AskTell;

/// <summary>What a study knows of a trial. Not for several threads at once.</summary>
internal sealed class TrialState(Trial trial)
{
    public Trial Trial => trial;
    public TrialStatus Status { get; set; } = TrialStatus.Planned;

    /// <summary>The last epoch that it reported.</summary>
    public int Epoch { get; set; }

    /// <summary>What it was told, or the report that counts.</summary>
    public double? Value { get; set; }

    public string? Reason { get; set; }

    /// <summary>True when it ended because of a value, not because its caller said so.</summary>
    public bool EndedByReport => Status is TrialStatus.Stopped or TrialStatus.Diverged;

    public ReportAnswer Answer => Status switch
    {
        TrialStatus.Running => new(NextStep.GoOn, null),
        TrialStatus.Paused => new(NextStep.Pause, Reason),
        _ => new(NextStep.Stop, Reason),
    };

    public TrialResult Result => new(trial, Status, Epoch, Value, Reason);

    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public void RequireLiving()
    {
        if (Status.IsFinal()) throw new InvalidOperationException($"trial {trial.Number} has ended already ({Word})");
    }

    /// <exception cref="InvalidOperationException">It has ended, or pauses.</exception>
    public void RequireRunning()
    {
        RequireLiving();
        if (Status != TrialStatus.Running)
            throw new InvalidOperationException($"trial {trial.Number} pauses: it goes on when 'Ask' gives it again; 'Cancel' gives it up");
    }

    private string Word => Status.ToString().ToLowerInvariant();
}
