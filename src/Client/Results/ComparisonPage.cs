using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Experiments.Analysis;

namespace Sweep.Client.Results;

/// <summary>What <c>compare</c> prints.</summary>
public static class ComparisonPage
{
    public static void Write(ComparisonTable comparison, bool maximize, OutputFormat format, CliContext context)
    {
        var (levels, pairs) = (Levels(comparison), Pairs(comparison));
        switch (format)
        {
            case OutputFormat.Csv:
                TableWriter.Write(pairs, format, context.Out, context.OutTerminal);
                break;
            case OutputFormat.Json:
                var answers = comparison.Pairs.Select(p => ComparisonSentence.Of(p, comparison, maximize));
                context.Out.Document.WriteLine(JsonSerializer.Serialize(
                    new { comparison.Parameter, comparison.Metric, Scale = Words.Snake(comparison.Scale), Levels = TableWriter.ToJson(levels), Pairs = TableWriter.ToJson(pairs), Answers = answers },
                    JsonLines.Indented));
                break;
            default:
                TableWriter.Write(levels, format, context.Out, context.OutTerminal);
                context.Out.WriteLine();
                TableWriter.Write(pairs, format, context.Out, context.OutTerminal);
                context.Out.WriteLine();
                foreach (var pair in comparison.Pairs) context.Out.WriteLine(ComparisonSentence.Of(pair, comparison, maximize));
                break;
        }
    }

    private static DataTable Levels(ComparisonTable comparison)
    {
        var table = new DataTable(
            new Column("level", comparison.Parameter), new Column("trials", "trials", Right: true), new Column("mean", comparison.Metric, Right: true), new Column("std", "±", Right: true) { Like = "mean" },
            new Column("geometric_mean", comparison.Scale == ComparisonScale.Ratio ? "geometric mean" : null, Right: true) { Like = "mean" }, new Column("best", "best", Right: true) { Like = "mean" }, new Column("lost", "lost", Right: true));
        foreach (var l in comparison.Levels)
        {
            table.Add(
                l.Level, l.Trials, Cell.Of(l.Mean), Cell.Of(l.Std),
                Cell.Of(l.GeometricMean), Cell.Of(l.Best), l.Lost);
        }
        return table;
    }

    private static DataTable Pairs(ComparisonTable comparison)
    {
        var effect = comparison.Scale == ComparisonScale.Ratio ? "b / a" : "b - a";
        var table = new DataTable(
            new Column("a", "a"), new Column("b", "b"), new Column("pairs", "pairs", Right: true), new Column("mean_difference", null), new Column("effect", effect, Right: true),
            new Column("low", "95 % from", Right: true) { Like = "effect" }, new Column("high", "to", Right: true) { Like = "effect" }, new Column("t_test_p", "p (t)", Right: true),
            new Column("wilcoxon_p", "p (Wilcoxon)", Right: true), new Column("holm_t_test_p", "p (t, Holm)", Right: true), new Column("holm_wilcoxon_p", null), new Column("note", null));
        foreach (var p in comparison.Pairs)
        {
            table.Add(
                p.A, p.B, p.Pairs, Cell.Of(p.MeanDifference), Cell.Of(p.Effect),
                Cell.Of(p.Low), Cell.Of(p.High), Cell.Of(p.TTestP, Numbers.Probability(p.TTestP)),
                Cell.Of(p.WilcoxonP, Numbers.Probability(p.WilcoxonP)), Cell.Of(p.HolmTTestP, Numbers.Probability(p.HolmTTestP)), Cell.Of(p.HolmWilcoxonP, ""), Cell.Of(p.Note));
        }
        return table;
    }
}
