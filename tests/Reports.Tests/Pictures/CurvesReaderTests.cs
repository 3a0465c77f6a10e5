using Sweep.Contracts;
using Sweep.Reports.Pictures;

namespace Sweep.Reports.Tests.Pictures;

/// <summary>Which points a learning curve has, and what its band is.</summary>
public sealed class CurvesReaderTests
{
    private const string Gru = """{"cell":"gru"}""";
    private const string Lstm = """{"cell":"lstm"}""";

    [Fact]
    public async Task A_newer_attempt_replaces_what_the_older_one_had_beyond_its_checkpoint()
    {
        await using var sweep = await RecordedSweep.Of([Gru]);
        await sweep.Started(0, 1);
        for (var epoch = 1; epoch <= 5; epoch++) await sweep.Reported(0, epoch, 10 - epoch);
        await sweep.Ended(0, 1, AttemptOutcome.Crashed, TrialStatus.Planned);
        await sweep.Started(0, 2);
        await sweep.Reported(0, 3, 6, attempt: 2);

        var curve = Assert.Single((await Read(sweep, new CurveOptions())).Curves);

        // Epochs 4 and 5 are still in the ledger, from an attempt that no longer counts.
        Assert.Equal([1, 2, 3], curve.Epochs);
        Assert.Equal([9, 8, 6], curve.Values);
    }

    // Means 4 and 3; deviations sqrt(2) and 1 of n = 2 and 3. t(0.975; 1) = 12.7062, t(0.975; 2) = 4.30265.
    [Fact]
    public async Task The_band_is_the_interval_of_the_mean_by_student()
    {
        await using var sweep = await RecordedSweep.Of([Gru, Gru, Gru, Lstm], replicates: 3);
        await sweep.Completed(0, 3, 2);
        await sweep.Completed(1, 5, 3);
        await sweep.Started(2, 1);
        await sweep.Reported(2, 2, 4);

        var curve = (await Read(sweep, new CurveOptions { By = "cell" })).Curves.Single(curve => curve.Label == "gru");

        Assert.Equal([4, 3], curve.Values);
        Assert.Equal([2, 3], curve.Counts);
        Assert.Equal(12.7062 * Math.Sqrt(2) / Math.Sqrt(2), curve.High![0] - 4, 1e-3);
        Assert.Equal(4.30265 / Math.Sqrt(3), curve.High![1] - 3, 1e-4);
        Assert.Equal(3 - (4.30265 / Math.Sqrt(3)), curve.Low![1], 1e-4);
    }

    [Theory]
    [InlineData(CurveSpread.Deviation, 2, 4)]
    [InlineData(CurveSpread.Range, 2, 4)]
    public async Task Other_bands_are_a_deviation_or_the_range(CurveSpread spread, double low, double high)
    {
        await using var sweep = await RecordedSweep.Of([Gru, Gru, Gru], replicates: 3);
        await sweep.Completed(0, 2);
        await sweep.Completed(1, 3);
        await sweep.Completed(2, 4);

        var curve = Assert.Single((await Read(sweep, new CurveOptions
        {
            Grouping = CurveGrouping.Configuration,
            Spread = spread,
        })).Curves);

        Assert.Equal((low, high), (curve.Low![0], curve.High![0]));
    }

    [Fact]
    public async Task Means_equal_those_of_a_query()
    {
        await using var sweep = await RecordedSweep.Of([Gru, Gru, Lstm, Lstm], replicates: 2);
        for (var trial = 0; trial < 4; trial++) await sweep.Completed(trial, 7.25 + trial, 3.1 + (trial * 0.7), 2.2 + (trial * 0.3));

        var curves = (await Read(sweep, new CurveOptions { By = "cell" })).Curves;

        using var rows = sweep.View.Query("select json_extract(t.config, '$.cell') as cell, e.epoch, avg(e.val_perplexity) from epochs e " +
            "join trials t on t.sweep = e.sweep and t.number = e.trial group by cell, e.epoch order by cell, e.epoch");
        var asked = rows.Rows.Select(row => ((string)row[0]!, (long)row[1]!, Math.Round((double)row[2]!, 12))).ToList();
        Assert.Equal(asked, curves.SelectMany(curve => curve.Epochs.Select((epoch, i) =>
            (curve.Label, (long)epoch, Math.Round(curve.Values[i], 12)))));
    }

    [Fact]
    public async Task Beyond_the_limit_the_best_are_curves_and_bands_know_all()
    {
        await using var sweep = await RecordedSweep.Of([.. Enumerable.Range(0, 21).Select(i => $$"""{"lr":{{i}}}""")]);
        for (var trial = 0; trial < 21; trial++) await sweep.Completed(trial, 2 + trial);

        var picture = await Read(sweep, new CurveOptions { MostCurves = 3 });

        Assert.Equal(["#0 lr=0", "#1 lr=1", "#2 lr=2"], picture.Curves.Select(curve => curve.Label));
        Assert.Equal((21, 21), (picture.All, picture.Trials));
        // Of 2, 3, ..., 22: the order statistics 1, 5, 10, 15 and 19 from the first.
        Assert.Equal([3, 7, 12, 17, 21], new[] { picture.Bands!.Low[0], picture.Bands.LowerQuartile[0], picture.Bands.Median[0],
            picture.Bands.UpperQuartile[0], picture.Bands.High[0] });
        Assert.Equal(["the best 3 of 21 trials; the bands show all of them"], picture.Notes);
    }

    [Fact]
    public async Task Many_numbers_are_put_into_groups_and_it_says_so()
    {
        await using var sweep = await RecordedSweep.Of([.. Enumerable.Range(0, 12).Select(i => $$"""{"lr":{{i}}}""")]);
        for (var trial = 0; trial < 12; trial++) await sweep.Completed(trial, 2 + trial);

        var picture = await Read(sweep, new CurveOptions { By = "lr" });

        Assert.Equal(["lr=0 to 2", "lr=3 to 5", "lr=6 to 8", "lr=9 to 11"], picture.Curves.Select(curve => curve.Label));
        Assert.Equal(["lr takes 12 values, put into 4 groups of about equally many trials"], picture.Notes);
    }

    [Fact]
    public async Task Many_epochs_are_thinned_with_first_and_last()
    {
        await using var sweep = await RecordedSweep.Of([Gru]);
        await sweep.Completed(0, [.. Enumerable.Range(1, 23).Select(epoch => 100.0 - epoch)]);

        var picture = await Read(sweep, new CurveOptions { MostEpochs = 5 });

        Assert.Equal([1, 5, 10, 15, 20, 23], picture.Curves[0].Epochs);
        Assert.Equal(["one of 5 epochs, and the first and last of each curve"], picture.Notes);
    }

    [Fact]
    public async Task The_scale_is_that_of_the_metric_and_the_floor_holds_for_perplexity_alone()
    {
        await using var sweep = await RecordedSweep.Of([Gru]);
        await sweep.Completed(0, 3, 2);

        var (own, other) = (await Read(sweep, new CurveOptions()), await Read(sweep, new CurveOptions { Metric = "loss" }));

        Assert.Equal((AxisScale.Log, 1.5), (own.Metric.Scale, own.Floor!.Value));
        Assert.Equal((AxisScale.Linear, (double?)null), (other.Metric.Scale, other.Floor));
    }

    [Fact]
    public async Task An_unknown_metric_and_an_unknown_parameter_are_told_with_those_there_are()
    {
        await using var sweep = await RecordedSweep.Of([Gru, Lstm]);
        await sweep.Completed(0, 3);

        var metric = await Assert.ThrowsAsync<PictureException>(() => Read(sweep, new CurveOptions { Metric = "lost" }));
        var parameter = await Assert.ThrowsAsync<PictureException>(() => Read(sweep, new CurveOptions { By = "lr" }));

        Assert.Equal("none of its trials has reported 'lost'; they report loss, val_perplexity", metric.Message);
        Assert.Equal("it has no parameter 'lr'; those that vary are cell", parameter.Message);
    }

    [Fact]
    public async Task Curves_of_trials_that_break_a_constraint_or_diverged_come_after_the_others()
    {
        await using var sweep = await RecordedSweep.Of(
            ["""{"c":"a"}""", """{"c":"a"}""", """{"c":"b"}""", """{"c":"b"}""", """{"c":"d"}""", """{"c":"d"}"""],
            replicates: 2, goals: RecordedSweep.AtLeastTwo);
        await sweep.Completed(0, 1.9);
        await sweep.Completed(1, 1.8);
        await sweep.Completed(2, 4);
        await sweep.Completed(3, 5);
        await sweep.Completed(4, 2.5);
        await sweep.Diverged(5, 2.2);

        var trials = await Read(sweep, new CurveOptions());
        var configurations = await Read(sweep, new CurveOptions { Grouping = CurveGrouping.Configuration, MostCurves = 2 });

        Assert.Equal(["#2 c=b", "#3 c=b", "#1 c=a", "#0 c=a", "#4 c=d", "#5 c=d"], trials.Curves.Select(curve => curve.Label));
        Assert.Equal(["c=b", "c=a"], configurations.Curves.Select(curve => curve.Label));
    }

    [Fact]
    public async Task The_curve_of_one_trial_is_the_one_among_all_of_them()
    {
        await using var sweep = await RecordedSweep.Of([Gru, Lstm]);
        await sweep.Completed(0, 9, 7);
        await sweep.Completed(1, 8, 6, 5);
        var row = await sweep.Row();

        var picture = CurvesReader.OfTrial(
            row, (await sweep.View.FindTrial(row.Name, 1))!, await sweep.View.ListEpochs(row.Name, 1));

        var one = Assert.Single(picture.Curves);
        var all = (await Read(sweep, new CurveOptions())).Curves;
        Assert.Equal(all.Single(curve => curve.Trials is [1]).Values, one.Values);
        Assert.Equal([1, 2, 3], one.Epochs);
        Assert.StartsWith("#1", one.Label, StringComparison.Ordinal);
    }

    private static async Task<CurvesPicture> Read(RecordedSweep sweep, CurveOptions options) =>
        await CurvesReader.Read(sweep.View, await sweep.Row(), options);
}
