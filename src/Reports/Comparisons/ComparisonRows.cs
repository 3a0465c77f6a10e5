using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.Comparisons;

/// <summary>A comparison as rows and sentences.</summary>
public static class ComparisonRows
{
    /// <summary>What it says, in sentences.</summary>
    public static IEnumerable<string> Answers(ComparisonTable comparison, bool maximize)
    {
        var pairs = comparison.Pairs.Select(p => ComparisonSentence.Of(p, comparison, maximize));
        return comparison.Correlation is { } correlation ? pairs.Prepend(ComparisonSentence.Of(correlation, comparison)) : pairs;
    }

    /// <summary>The levels as rows; with the correlation on each where no other table goes with them.</summary>
    public static DataTable Levels(ComparisonTable comparison, bool isAlone = false)
    {
        var isGrouped = comparison.Groups is not null;
        // The pairs are what csv holds otherwise; where groups are, it holds these, and the correlation with each.
        var correlation = isGrouped && isAlone ? comparison.Correlation : null;
        IEnumerable<Column> range = isGrouped ? [new Column("from", null), new Column("to", null)] : [];
        IEnumerable<Column> related = correlation is null ? [] : [new Column("spearman_rho", null), new Column("spearman_p", null)];
        var table = new DataTable(
        [
            new Column("level", comparison.Parameter), new Column("trials", "trials", Right: true),
            new Column("mean", comparison.Metric, Right: true), new Column("std", "±", Right: true) { Like = "mean" },
            new Column("geometric_mean", comparison.Scale == ComparisonScale.Ratio ? "geometric mean"
                : null, Right: true) { Like = "mean" }, new Column("best", "best", Right: true) { Like = "mean" },
                new Column("lost", "lost", Right: true),
            .. range, .. related,
        ]);
        var names = new LevelNames(comparison);
        foreach (var l in comparison.Levels)
        {
            IEnumerable<Cell> ends = isGrouped ? [Cell.Of(l.From, ""), Cell.Of(l.To, "")] : [];
            IEnumerable<Cell> test = correlation is null ? [] : [Cell.Of(correlation.Rho, ""), Cell.Of(correlation.P, "")];
            table.Add(
            [
                new Cell(l.Level, names.Of(l.Level)), l.Trials, Cell.Of(l.Mean), Cell.Of(l.Std),
                Cell.Of(l.GeometricMean), Cell.Of(l.Best), l.Lost,
                .. ends, .. test,
            ]);
        }
        return table;
    }

    /// <summary>The pairs as rows.</summary>
    public static DataTable Pairs(ComparisonTable comparison)
    {
        var effect = comparison.Scale == ComparisonScale.Ratio ? "b / a" : "b - a";
        var table = new DataTable(
            new Column("a", "a"), new Column("b", "b"), new Column("pairs", "pairs", Right: true), new Column("mean_difference", null),
            new Column("effect", effect, Right: true),
            new Column("low", "95 % from", Right: true) { Like = "effect" }, new Column("high", "to", Right: true) { Like = "effect" },
            new Column("t_test_p", "p (t)", Right: true),
            new Column("wilcoxon_p", "p (Wilcoxon)", Right: true), new Column("holm_t_test_p", "p (t, Holm)", Right: true),
            new Column("holm_wilcoxon_p", null), new Column("note", null));
        var names = new LevelNames(comparison);
        foreach (var p in comparison.Pairs)
        {
            table.Add(
                new Cell(p.A, names.Of(p.A)), new Cell(p.B, names.Of(p.B)), p.Pairs, Cell.Of(p.MeanDifference), Cell.Of(p.Effect),
                Cell.Of(p.Low), Cell.Of(p.High), Cell.Of(p.TTestP, Numbers.Probability(p.TTestP)),
                Cell.Of(p.WilcoxonP, Numbers.Probability(p.WilcoxonP)), Cell.Of(p.HolmTTestP, Numbers.Probability(p.HolmTTestP)),
                Cell.Of(p.HolmWilcoxonP, ""), Cell.Of(p.Note));
        }
        return table;
    }
}
