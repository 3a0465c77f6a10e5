namespace Sweep.Ledger.Rankings;

/// <summary>What a test of means needs to know of a sample.</summary>
/// <param name="Mean">Its mean; NaN without any value.</param>
/// <param name="Error2">Squared standard error of the mean; NaN with fewer than two values.</param>
/// <param name="Count">Its size.</param>
internal readonly record struct MeanSample(double Mean, double Error2, int Count)
{
    public static MeanSample Of(ReplicateSummary summary) =>
        new(summary.Mean ?? double.NaN, summary.Error2 ?? double.NaN, summary.Replicates);
}

/// <summary>Many samples, one column for each fact, so that a processor can take several at a time.</summary>
internal sealed class SampleColumns
{
    private readonly int[] counts;

    public SampleColumns(IReadOnlyList<ReplicateSummary> summaries)
    {
        (Means, Errors, counts) = (new double[summaries.Count], new double[summaries.Count], new int[summaries.Count]);
        (FewestTested, MostTested) = (int.MaxValue, 0);
        for (var i = 0; i < counts.Length; i++)
        {
            (Means[i], Errors[i], counts[i]) = MeanSample.Of(summaries[i]);
            if (double.IsNaN(Errors[i])) continue;
            (FewestTested, MostTested) = (Math.Min(FewestTested, counts[i]), Math.Max(MostTested, counts[i]));
        }
    }

    public double[] Means { get; }

    /// <summary>Squared standard errors.</summary>
    public double[] Errors { get; }

    /// <summary>The least size among samples with a spread.</summary>
    public int FewestTested { get; }

    /// <summary>The largest size among samples with a spread; 0 without any.</summary>
    public int MostTested { get; }

    public MeanSample this[int index] => new(Means[index], Errors[index], counts[index]);
}
