using Sweep.Reports.Text;

namespace Sweep.Reports.Progress;

/// <summary>What is shown of a running sweep, whatever shows it.</summary>
public sealed record ProgressView
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Time since the sweep began to run here.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time left; null while nothing can be said.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Share of the work that is done, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>Trials in a final status.</summary>
    public required int Finished { get; init; }

    /// <summary>Trials in all.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials that ended badly, as words: <c>1 failed, 2 diverged</c>; empty when none.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Trials that run, by number.</summary>
    public IReadOnlyList<ProgressRow> Rows { get; init; } = [];

    /// <summary><c>41%  5 of 12 trials, 1 failed  about 1:40 left</c>.</summary>
    public string Summary => string.Join("  ", new[]
    {
        $"{Math.Floor(Fraction * 100):F0}%",
        $"{Finished} of {Trials} trials{(Trouble.Length > 0 ? ", " + Trouble : "")}",
        Left is { } left && Finished < Trials ? $"about {Numbers.Duration(left)} left" : "",
    }.Where(part => part.Length > 0));
}
