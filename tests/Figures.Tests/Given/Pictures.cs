using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Tests.Given;

/// <summary>Pictures with any names.</summary>
internal static class Pictures
{
    public static PictureAxis Metric => new("val_perplexity", AxisScale.Log) { Low = 1.6, High = 9 };

    public static CurvesPicture Curves(int count, string name = "gru", int epochs = 10) => new(
        Sweep: name,
        Metric: Metric with { Name = name },
        Maximize: false,
        Grouping: CurveGrouping.Configuration,
        Spread: CurveSpread.Interval,
        Floor: 1.5,
        Trials: 3 * count,
        All: count,
        Notes: [name],
        Curves: [.. Enumerable.Range(0, count).Select(i => new Curve(
            Label: $"{name} {i}",
            Trials: [i],
            Epochs: [.. Enumerable.Range(1, epochs)],
            Values: [.. Enumerable.Range(1, epochs).Select(epoch => 1.6 + (0.01 * i) + (3.0 / epoch))],
            Counts: [.. Enumerable.Repeat(3, epochs)],
            Low: [.. Enumerable.Range(1, epochs).Select(epoch => epoch == 1 ? double.NaN : 1.5 + (3.0 / epoch))],
            High: [.. Enumerable.Range(1, epochs).Select(epoch => epoch == 1 ? double.NaN : 1.8 + (3.0 / epoch))]))]);

    public static BestPicture Best(string name = "gru") => new(
        Sweep: name,
        Metric: Metric,
        Maximize: false,
        Ended: 3,
        WithValue: 2,
        Steps: [new(1, 1, 0, 3), new(3, 9, 2, 2)],
        Points: [new(1, 1, 0, 3), new(3, 9, 2, 2)],
        Notes: [name]);

    public static PointsPicture Points(string name = "gru", int parameters = 3) => new(
        Sweep: name,
        Metric: Metric with { Name = name },
        Maximize: false,
        Parameters: [.. Enumerable.Range(0, parameters).Select(i => i % 2 == 0
            ? new PictureAxis($"{name}{i}", AxisScale.Category) { Categories = [name, "lstm"] }
            : new PictureAxis($"{name}{i}", AxisScale.Log) { Low = 1e-4, High = 1 })],
        Trials: [3, 0, 2],
        Values: [2, 3, 4],
        Columns: [.. Enumerable.Range(0, parameters).Select(i => i % 2 == 0 ? new[] { 0, 1, double.NaN } : [0.01, 0.1, 1e-4])],
        Means: [.. Enumerable.Range(0, parameters).Select(i => i % 2 == 0 ? new double[] { 2, 3 } : [])],
        All: 3,
        Notes: [name]);

    public static ImportancePicture Importance(string name = "gru") => new(
        name, [new(name, 0.8, 0.5, 0.9, 1, true, 0.001), new("lr", 0.2, 0, 0.4, 1, false, 0.4)], null, [name], [name]);

    public static SlotsPicture Slots(string name = "gru") => new(
        Sweep: name,
        From: default(DateTimeOffset),
        Seconds: 100,
        Slots: [new(name, 2, 1, 0.25)],
        Spans: [new(0, 0, 1, 0, 50, "completed", false), new(0, 1, 1, 60, 85, "crashed", true)],
        Lost: 1,
        Idle: 0.25,
        Notes: [name]);

    /// <summary>One slot, on which attempts ended in every way.</summary>
    public static SlotsPicture AllOutcomes(string name)
    {
        string?[] outcomes = ["completed", "stopped", "crashed", "interrupted", null];
        return Slots(name) with
        {
            Spans = [.. outcomes.Select((outcome, i) => new SlotSpan(0, i, 1, 20 * i, 20 * (i + 1), outcome, outcome == "crashed"))],
        };
    }

    /// <summary>Rungs of five brackets with many trials.</summary>
    public static RungsPicture Brackets(string name) => Rungs(name) with
    {
        Rungs = [.. Enumerable.Range(0, 5).Select(bracket => new RungCount(bracket, 1000, 123_456, 41_152, 81_000, 1_304))],
    };

    public static RungsPicture Rungs(string name = "gru") =>
        new(name, name, [new RungCount(0, 1, 9, 3, 5, 1), new RungCount(0, 3, 3, null, null, null)], [name]);
}
