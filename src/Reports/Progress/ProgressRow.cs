namespace Sweep.Reports.Progress;

/// <summary>One running trial in words.</summary>
/// <param name="Label"><c>cells/5</c>.</param>
/// <param name="Config">What tells its configuration from the others: <c>cell=lstm layers=2</c>.</param>
/// <param name="Epoch"><c>epoch 12/30</c>.</param>
/// <param name="Metric"><c>val_perplexity 4.312</c>; empty before the first report.</param>
/// <param name="Speed"><c>69k tokens/s</c>; empty when unknown.</param>
/// <param name="Left"><c>0:21 left</c>; empty when unknown.</param>
public sealed record ProgressRow(string Label, string Config, string Epoch, string Metric, string Speed, string Left)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{Label}{(Config.Length > 0 ? " " + Config : "")}: {string.Join(", ", new[] { Epoch, Metric, Speed, Left }.Where(part => part.Length > 0))}";
}
