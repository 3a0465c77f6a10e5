using System.Globalization;
using Sweep.Reports.Text;

namespace Sweep.Reports.Comparisons;

/// <summary>The answer to "does the metric rise with the parameter?" as a sentence.</summary>
public static class CorrelationSentence
{
    private const double Significant = 0.05;

    /// <param name="correlation">What was found.</param>
    /// <param name="table">The comparison it belongs to.</param>
    public static string Of(RankCorrelation correlation, ComparisonTable table)
    {
        var rho = correlation.Rho.ToString("0.00", CultureInfo.InvariantCulture);
        var p = $"p = {Numbers.Probability(correlation.P)}".Replace("p = <", "p <", StringComparison.Ordinal);
        var test = $"(Spearman's rank correlation {rho}, {p}, over {Numbers.Plural(correlation.Count, "configuration")})";
        if (correlation.P >= Significant) return $"nothing shows that {table.Metric} rises or falls with {table.Parameter} {test}";
        return $"{table.Metric} {(correlation.Rho > 0 ? "rises" : "falls")} with {table.Parameter} {test}";
    }
}
