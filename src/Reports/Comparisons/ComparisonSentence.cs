using System.Globalization;
using Sweep.Reports.Text;

namespace Sweep.Reports.Comparisons;

/// <summary>The answer to "is this better than that?" as a sentence.</summary>
public static class ComparisonSentence
{
    private const double Significant = 0.05;

    /// <summary>Two levels of a comparison in one sentence.</summary>
    public static string Of(PairedComparison pair, ComparisonTable table, bool maximize)
    {
        var names = new LevelNames(table);
        pair = pair with { A = Named(names.Of(pair.A), table), B = Named(names.Of(pair.B), table) };
        if (pair.Effect is not { } effect) return $"{pair.A} and {pair.B} cannot be compared: {pair.Note}";
        if (pair is not { Low: { } low, High: { } high, HolmTTestP: { } p })
            return $"{pair.A} and {pair.B} cannot be separated: {pair.B} has {By(effect, table)}, but {pair.Note}";
        var corrected = table.Pairs.Count > 1 ? $", corrected for {table.Pairs.Count} comparisons" : "";
        var test = $"{Probability(p)} (paired t-test over {pair.Pairs} pairs{corrected})";
        var amount = $"{By(effect, table)} (95 % CI {Range(low, high, table)}), {test}";
        if (p >= Significant) return $"{pair.A} and {pair.B} cannot be separated: {pair.B} has {amount}";
        var secondIsBetter = (effect > Neutral(table)) == maximize;
        return secondIsBetter ? $"{pair.B} is better than {pair.A}: it has {amount}"
            : $"{pair.A} is better than {pair.B}: {pair.B} has {amount}";
    }

    /// <summary>The answer to "does the metric rise with the parameter?" as a sentence.</summary>
    internal static string Of(RankCorrelation correlation, ComparisonTable table)
    {
        var rho = correlation.Rho.ToString("0.00", CultureInfo.InvariantCulture);
        var test = $"(Spearman's rank correlation {rho}, {Probability(correlation.P)}, over " +
            $"{Numbers.Plural(correlation.Count, "configuration")})";
        if (correlation.P >= Significant) return $"nothing shows that {table.Metric} rises or falls with {table.Parameter} {test}";
        return $"{table.Metric} {(correlation.Rho > 0 ? "rises" : "falls")} with {table.Parameter} {test}";
    }

    private static string Named(string level, ComparisonTable table) =>
        LevelNames.SpeaksForItself(level) ? level : $"{table.Parameter} {level}";

    /// <summary><c>p = 0.031</c>, <c>p &lt;0.001</c>.</summary>
    private static string Probability(double p) => $"p = {Numbers.Probability(p)}".Replace("= <", "<", StringComparison.Ordinal);

    private static double Neutral(ComparisonTable table) => table.Scale == ComparisonScale.Ratio ? 1 : 0;

    /// <summary><c>5.1 % lower val_perplexity</c>, or <c>0.12 higher accuracy</c>.</summary>
    private static string By(double effect, ComparisonTable table) =>
        effect == Neutral(table) ? $"the same {table.Metric}" : $"{Amount(effect, table)} {table.Metric}";

    private static string Range(double low, double high, ComparisonTable table) => $"{Amount(low, table)} to {Amount(high, table)}";

    private static string Amount(double effect, ComparisonTable table)
    {
        var percent = Math.Abs(effect - 1) * 100;
        var size = table.Scale == ComparisonScale.Ratio ? $"{percent.ToString(percent < 1 ? "0.00" : "0.0")} %"
            : Numbers.Metric(Math.Abs(effect));
        return $"{size} {(effect < Neutral(table) ? "lower" : "higher")}";
    }
}
