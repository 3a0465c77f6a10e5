using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Reports.Pictures;

namespace Sweep.Reports.Tests.Pictures;

/// <summary>What ran when, and when the best value came.</summary>
public sealed class SlotsAndBestTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Idle_is_the_share_of_time_without_an_attempt_and_lost_ones_are_counted()
    {
        var picture = SlotsReader.Of("cells",
        [
            Attempt(0, "b/cpu/0", 0, 40, AttemptOutcome.Completed), Attempt(1, "a/cpu/10", 0, 20, AttemptOutcome.Crashed),
            Attempt(1, "a/cpu/9", 60, null, null) with { Attempt = 2 }, Attempt(2, "b/cpu/0", 30, 100, AttemptOutcome.Stopped),
        ], Start.AddSeconds(100));

        // By number, not by letter; b was always busy, though two overlap.
        Assert.Equal(
            [("a/cpu/9", 0.6), ("a/cpu/10", 0.8), ("b/cpu/0", 0.0)],
            picture.Slots.Select(slot => (slot.Slot, Math.Round(slot.Idle, 9))));
        Assert.Equal((100, 1), (picture.Seconds, picture.Lost));
        Assert.Equal(1.4 / 3, picture.Idle, 1e-9);
        Assert.Equal([null, "completed", "crashed", "stopped"], picture.Spans.Select(span => span.Outcome).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_attempt_that_was_interrupted_ran_as_long_as_its_reports_say()
    {
        var picture = SlotsReader.Of(
            "cells", [Attempt(0, "a/cpu/0", 0, 86400, AttemptOutcome.Interrupted) with { ReportedSeconds = 12 }], Start.AddDays(3));

        Assert.Equal(12, picture.Spans[0].To);
    }

    [Fact]
    public void Very_many_attempts_are_drawn_together_where_they_could_not_be_told_apart()
    {
        var picture = SlotsReader.Of("cells",
            [.. Enumerable.Range(0, 100_000).Select(i => Attempt(i, $"a/cpu/{i % 16}", i, i + 16, AttemptOutcome.Completed))],
            Start.AddDays(3));

        Assert.InRange(picture.Spans.Count, 16, 16 * 600);
        Assert.Equal(100_000, picture.Slots.Sum(slot => slot.Attempts));
        Assert.Equal(["100,000 attempts; neighbours too short to be seen are drawn together"], picture.Notes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_best_changes_where_a_trial_beats_all_before(bool maximize)
    {
        var sign = maximize ? -1 : 1;
        await using var sweep = await RecordedSweep.Of(["""{"x":1}""", """{"x":2}""", """{"x":3}""", """{"x":4}"""],
            maximize ? "loss" : "val_perplexity", maximize);
        await sweep.Completed(2, 5);
        await sweep.Completed(0, 6);
        await sweep.Started(3, 1);
        await sweep.Reported(3, 1, 1);
        await sweep.Ended(3, 1, AttemptOutcome.Diverged, TrialStatus.Diverged);
        await sweep.Completed(1, 4);

        var picture = await BestReader.Read(sweep.View, await sweep.Row());

        Assert.Equal([(1, 2, sign * 5.0), (4, 1, sign * 4.0)], picture.Steps.Select(step => (step.Place, step.Trial, step.Value)));
        Assert.Equal((4, 3), (picture.Ended, picture.WithValue));
    }

    [Fact]
    public async Task What_breaks_a_constraint_or_has_a_diverged_seed_is_never_the_best()
    {
        await using var sweep = await RecordedSweep.Of(["""{"c":1}""", """{"c":1}""", """{"c":2}""", """{"c":2}""", """{"c":3}"""],
            replicates: 2, goals: RecordedSweep.AtLeastTwo);
        await sweep.Completed(0, 2.5);
        await sweep.Completed(1, 3);
        await sweep.Completed(2, 2.1);
        await sweep.Diverged(3, 2);
        await sweep.Completed(4, 1.5);

        var picture = await BestReader.Read(sweep.View, await sweep.Row());

        Assert.Equal([(1, 0)], picture.Steps.Select(step => (step.Place, step.Trial)));
        Assert.Equal(
            ["2 of them cannot be the best: their configuration breaks a constraint or has a diverged seed"], picture.Notes);
    }

    [Fact]
    public void An_attempt_without_an_end_of_a_sweep_that_does_not_run_was_interrupted_at_its_last_report()
    {
        var picture = SlotsReader.Of("cells",
            [Attempt(0, "a/cpu/0", 0, 40, AttemptOutcome.Completed), Attempt(1, "b/cpu/0", 10, null, null) with { ReportedSeconds = 12 }],
            now: null);

        Assert.Equal([(0.0, 40.0, "completed"), (10.0, 22.0, "interrupted")],
            picture.Spans.Select(span => (span.From, span.To, span.Outcome!)));
        Assert.Equal((40, 0), (picture.Seconds, picture.Lost));
    }

    [Fact]
    public void Attempts_that_ended_in_different_ways_are_not_drawn_as_one()
    {
        AttemptOutcome[] outcomes = [AttemptOutcome.Completed, AttemptOutcome.Stopped, AttemptOutcome.Crashed, AttemptOutcome.Hung];
        var picture = SlotsReader.Of("cells",
            [.. Enumerable.Range(0, 8000).Select(i => Attempt(i, "a/cpu/0", i, i + 1, outcomes[i % 4]))], Start.AddDays(3), most: 100);

        Assert.Equal(["completed", "crashed", "hung", "stopped"], picture.Spans.Select(span => span.Outcome).Distinct().Order());
        Assert.Equal((8000, 4000), (picture.Slots[0].Attempts, picture.Slots[0].Lost));
    }

    private static AttemptRow Attempt(int trial, string slot, double from, double? to, AttemptOutcome? outcome) => new()
    {
        Trial = trial,
        Attempt = 1,
        Slot = slot,
        StartedAt = Start.AddSeconds(from),
        EndedAt = to is { } end ? Start.AddSeconds(end) : null,
        Outcome = outcome,
    };
}
