namespace Sweep.Experiments.Analysis;

/// <summary>What a test of means needs to know of a sample.</summary>
/// <param name="Mean">Its mean; NaN without any value.</param>
/// <param name="Error2">Squared standard error of the mean; NaN with fewer than two values.</param>
/// <param name="Count">Its size.</param>
internal readonly record struct MeanSample(double Mean, double Error2, int Count)
{
    public static MeanSample Of(ReplicateSummary summary) => new(summary.Mean ?? double.NaN, summary.Error2 ?? double.NaN, summary.Replicates);
}
