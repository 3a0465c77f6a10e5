using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Search.Objectives;
using Sweep.Silo.Notes;

namespace Sweep.Silo.Tests.Notes;

/// <summary>What the note of the end says of the best, under constraints on outcomes and with several objectives.</summary>
public sealed class SweepNoteTests
{
    private static readonly Dictionary<int, Outcome> Outcomes = new()
    {
        [0] = new([1, 5], 0.5),
        [1] = new([2, 4], 0),
        [2] = new([3, 3], 0),
        [3] = new([4, 4], 0),
        [4] = new(null, 0),
    };

    private static readonly TrialRow[] Trials =
        [Trial(0, 1), Trial(1, 2), Trial(2, 3), Trial(3, 4), Trial(4, 0), Trial(5, 0.5), Trial(6, 0.25, TrialStatus.Running)];

    [Fact]
    public void What_breaks_a_constraint_or_reports_nothing_of_it_is_not_the_best()
    {
        var outcomes = new Dictionary<int, Outcome>(Outcomes) { [4] = new([0], double.PositiveInfinity) };

        var note = Note.With(Trials, new([new("loss")], [OutcomeConstraint.Parse("seconds <= 2")]), outcomes);

        Assert.Equal("sweep 'cells' is finished: 6 completed; best loss 2 (cells/1)", note.Text);
        Assert.Equal(1, (int?)note.ToJson()["best"]!["trial"]);
        Assert.Null(note.ToJson()["first_front"]);
    }

    [Fact]
    public void What_diverged_failed_or_shares_its_configuration_with_a_diverged_seed_is_not_the_best()
    {
        TrialRow Of(int number, double metric, TrialStatus status, string config) =>
            Trial(number, metric, status) with { Plan = new() { Number = number, Config = config, Epochs = 1, CostKey = "noop" } };

        var note = Note.With(
            [
                Of(0, 1, TrialStatus.Diverged, """{"a":1}"""), Of(1, 2, TrialStatus.Completed, """{"a":1}"""),
                Of(2, 3, TrialStatus.Failed, """{"a":2}"""), Of(3, 5, TrialStatus.Stopped, """{"a":3}"""),
                Of(4, 6, TrialStatus.Completed, """{"a":4}"""),
            ],
            new([new("loss")], []), new Dictionary<int, Outcome>());

        Assert.Equal(3, (int?)note.ToJson()["best"]!["trial"]);
    }

    [Fact]
    public void With_several_objectives_the_first_front_is_counted_and_nobody_is_the_best()
    {
        var note = Note.With(Trials, new([new("loss"), new("seconds")], [OutcomeConstraint.Parse("seconds <= 2")]), Outcomes);

        Assert.Equal("sweep 'cells' is finished: 6 completed; 2 that no other one beats in all objectives", note.Text);
        Assert.Null(note.ToJson()["best"]);
        Assert.Equal(2, (int?)note.ToJson()["first_front"]);
    }

    private static SweepNote Note => new(
        NoteKind.Finished,
        new SweepRow { Name = "cells", Yaml = "", BaseFolder = "/", Experiment = "noop", Metric = "loss" },
        new SweepProgress { Counts = new Dictionary<TrialStatus, int> { [TrialStatus.Completed] = 6 }, IsOver = true },
        null);

    private static TrialRow Trial(int number, double metric, TrialStatus status = TrialStatus.Completed) => new()
    {
        Sweep = "cells",
        Plan = new PlannedTrial { Number = number, Config = "{}", Seed = number, Epochs = 1, CostKey = "noop" },
        Status = status,
        Metric = metric,
    };
}
