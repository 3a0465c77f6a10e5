using Spectre.Console;
using Sweep.Client.Progress;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;
using static Sweep.Reports.Tests.Progress.Snapshots;

namespace Sweep.Client.Tests.Progress;

public sealed class ProgressViewTests
{
    private const string Gru = """{"cell":"gru","hidden":256}""";
    private const string Lstm = """{"cell":"lstm","hidden":256}""";

    [Fact]
    public void Lines_name_each_running_trial_by_what_varies()
    {
        var view = Build(
            TimeSpan.Zero, Of(1, 1, Busy(1, 12, 30, 0.25, Gru) with { Metric = 4.3123, TokensPerSecond = 69_120, EpochSeconds = 2 }));

        Assert.Equal(
            ["[0:00] 46%  1 of 3 trials  about 1:36 left",
                "[0:00]   cells/1 cell=gru: epoch 13/30, val_perplexity 4.312, 69k tokens/s, 0:36 left"],
            PlainProgress.Lines(view));
    }

    [Fact]
    public void Line_says_only_what_is_known()
    {
        var view = Build(TimeSpan.Zero, Of(2, 0, Busy(0, 0, 30, 0, Gru)));

        Assert.Equal("cells/0 cell=gru: epoch 1/30", view.Rows[0].ToString());
    }

    [Fact]
    public void Trials_that_ended_badly_are_counted_by_status()
    {
        var progress = Of(0, 1)
            with
        {
            Counts = new Dictionary<TrialStatus, int>
            {
                [TrialStatus.Completed] = 1,
                [TrialStatus.Diverged] = 2,
                [TrialStatus.Failed] = 1
            }
        };

        Assert.Equal("1 failed, 2 diverged", Build(TimeSpan.Zero, progress).Trouble);
    }

    [Fact]
    public void Time_left_appears_once_a_speed_is_known()
    {
        var view = Build(TimeSpan.FromSeconds(60), Of(1, 1, Busy(1, 15, 30, 0, Gru) with { EpochSeconds = 2 }));

        Assert.Equal("50%  1 of 3 trials  about 1:30 left", view.Summary);
    }

    [Fact]
    public void More_running_trials_than_fit_are_counted()
    {
        var view = Build(TimeSpan.Zero, Of(0, 0, [.. Enumerable.Range(0, 10).Select(i => Busy(i % 3, 0, 30, 0, Gru))]));

        Assert.Equal("[0:00]   and 2 more", PlainProgress.Lines(view).Last());
    }

    public static TheoryData<double> AnyNumbers => [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, -1, 0, double.Epsilon, 1e15, 1e300];

    /// <summary>A node of another build may say anything: no number ends a display, and with it the run or the watch.</summary>
    [Theory]
    [MemberData(nameof(AnyNumbers))]
    public void Any_number_can_be_shown(double number)
    {
        foreach (var (done, epochs) in new[] { (0, 3), (int.MaxValue, int.MaxValue), (int.MinValue, int.MaxValue), (7, -1) })
        {
            var progress =
                Of(1, 1, Busy(1, done, epochs, number, Gru) with { Metric = number, TokensPerSecond = number, EpochSeconds = number });
            var view = Build(TimeSpan.Zero, progress with { Epochs = -1, EpochsDone = long.MaxValue });
            using var json = new StringWriter();

            new JsonProgress(json).Show(progress, view);
            var console = AnsiConsole.Create(
                new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()), Ansi = AnsiSupport.Yes });
            console.Write(LiveProgress.Picture(view, 120, 30, isUnicode: true));

            Assert.All(PlainProgress.Lines(view), line => Assert.InRange(line.Length, 1, 200));
            Assert.Equal("progress", System.Text.Json.Nodes.JsonNode.Parse(json.ToString())!["type"]!.GetValue<string>());
        }
    }

    /// <summary>The head, the best value and each trial take one line each, as wide as the terminal at most.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_live_picture_wraps_no_line(int width)
    {
        var config = $$"""{"cell":"gru","name":"{{new string('n', 90)}}"}""";
        var builder = new ProgressViewBuilder(
            "a-sweep-with-a-rather-long-name", "val_perplexity", VaryingParameters.Of([Lstm, config]),
            new WorkLeft([Trial(0, 30), Trial(1, 30), Trial(2, 30)], new Dictionary<CostKey, double>()));
        ProgressView view = null!;
        for (var epoch = 1; epoch < 4; epoch++)
            view = builder.Build(Of(1, 1, Busy(1, epoch, 30, 0.25, config) with
            {
                Metric = 5 - epoch,
                TokensPerSecond = 69_120,
                EpochSeconds = 2,
            }), TimeSpan.FromMinutes(2));

        var (unicode, ascii) = (Drawn(view, width, isUnicode: true), Drawn(view, width, isUnicode: false));

        Assert.Equal((3, 3), (unicode.Length, ascii.Length));
        Assert.All(unicode.Concat(ascii), line => Assert.InRange(line.TrimEnd().Length, 1, width));
        Assert.StartsWith("a-sweep-with-a-rather-long-name", unicode[0], StringComparison.Ordinal);
        Assert.StartsWith("  best val_perplexity 2.000 (cells/1)", unicode[1], StringComparison.Ordinal);
        Assert.Contains("epoch 4/30", unicode[2], StringComparison.Ordinal);
        Assert.All(ascii, line => Assert.All(line, character => Assert.InRange(character, ' ', '~')));
        if (width < 120) return;
        Assert.Contains("█▅▁", unicode[2], StringComparison.Ordinal);
        Assert.Contains("#=_", ascii[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_a_live_picture_leave_room_on_the_terminal()
    {
        var view = Build(TimeSpan.Zero, Of(0, 0, [.. Enumerable.Range(0, 30).Select(i => Busy(i % 3, 1, 30, 0, Gru) with { Metric = 4 })]));

        Assert.Equal(2 + 15, Drawn(view, 80, isUnicode: true, height: 20).Length);
    }

    [Fact]
    public void Nobody_is_the_best_where_the_metric_alone_does_not_say_so()
    {
        var progress = Of(1, 0, Busy(0, 2, 30, 0, Gru) with { Metric = 2 });

        Assert.Equal("best val_perplexity 2.000 (cells/0)", Builder().Build(progress, TimeSpan.Zero).Best);
        Assert.Equal("", Builder(hasBest: false).Build(progress, TimeSpan.Zero).Best);
    }

    private static string[] Drawn(ProgressView view, int width, bool isUnicode, int height = 30)
    {
        using var text = new StringWriter();
        var console = Consoles.Create(text, new TerminalFacts(false, false, width));
        console.Write(LiveProgress.Picture(view, width, height, isUnicode));
        // The bar is blocks in any locale.
        var lines = text.ToString().TrimEnd('\n').Split('\n');
        return isUnicode ? lines : [.. lines.Select(line => line.Replace('█', '#'))];
    }

    private static ProgressViewBuilder Builder(bool hasBest = true) => new(
        "cells", "val_perplexity", VaryingParameters.Of([Gru, Lstm]),
        new WorkLeft([Trial(0, 30), Trial(1, 30), Trial(2, 30)], new Dictionary<CostKey, double>()), hasBest: hasBest);

    private static ProgressView Build(TimeSpan elapsed, SweepProgress progress) => Builder().Build(progress, elapsed);
}
