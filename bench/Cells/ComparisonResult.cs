namespace Sweep.Bench.Cells;

/// <summary>Medians over all rounds, in tokens per second; the ratio is the median of the rounds' ratios.</summary>
internal sealed record ComparisonResult(Setup Setup, double CourseSpeed, double SweepSpeed, double Ratio, double LossDifference)
{
    public string Row =>
        $"| {Setup.Level} | {Setup.Vocabulary} | {Setup.Name} | {CourseSpeed:N0} | {SweepSpeed:N0} | {Ratio:F2} | " +
            $"{LossDifference:0.0e+0} |";
}
