using Sweep.Reports.Text;

namespace Sweep.Reports.Progress;

/// <summary>What is shown of a running sweep, whatever shows it.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Elapsed">Time since the sweep began to run here.</param>
/// <param name="Fraction">Share of the work that is done, 0 to 1.</param>
/// <param name="Finished">Trials in a final status.</param>
/// <param name="Trials">Trials in all.</param>
/// <param name="Rows">Trials that run, by number.</param>
/// <param name="Left">Time left; null while nothing can be said.</param>
/// <param name="Trouble">Trials that ended badly, as words: <c>1 failed, 2 diverged</c>; empty when none.</param>
/// <param name="Best">The best report that was seen, as words: <c>best val_perplexity 1.690 (cells/3)</c>; empty before the first, and
/// where the metric alone does not say which is best.</param>
public sealed record ProgressView(
    string Sweep, TimeSpan Elapsed, double Fraction, int Finished, int Trials, IReadOnlyList<ProgressRow> Rows,
    TimeSpan? Left = null, string Trouble = "", string Best = "")
{
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
