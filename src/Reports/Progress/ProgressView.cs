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

    /// <summary>The best report that was seen, as words: <c>best val_perplexity 1.690 (cells/3)</c>; empty before the first, and where the
    /// metric alone does not say which is best.</summary>
    public string Best { get; init; } = "";

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

/// <summary>One running trial in words.</summary>
/// <param name="Label"><c>cells/5</c>.</param>
/// <param name="Config">What tells its configuration from the others: <c>cell=lstm layers=2</c>.</param>
/// <param name="Epoch"><c>epoch 12/30</c>.</param>
/// <param name="Metric"><c>val_perplexity 4.312</c>; empty before the first report.</param>
/// <param name="Speed"><c>69k tokens/s</c>; empty when unknown.</param>
/// <param name="Left"><c>0:21 left</c>; empty when unknown.</param>
public sealed record ProgressRow(string Label, string Config, string Epoch, string Metric, string Speed, string Left)
{
    /// <summary>The metric of each epoch that was seen, in order.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() =>
        $"{Label}{(Config.Length > 0 ? " " + Config : "")}: " +
            $"{string.Join(", ", new[] { Epoch, Metric, Speed, Left }.Where(part => part.Length > 0))}";
}
