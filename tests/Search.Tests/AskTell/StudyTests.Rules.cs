using Sweep.Contracts;
using Sweep.Search.AskTell;
using Sweep.Search.Encodings;
using Sweep.Search.Stoppers.Halving;
using Sweep.Search.Stoppers.Populations;

namespace Sweep.Search.Tests.AskTell;

/// <content>Rules that stop trials, or let them wait.</content>
public sealed partial class StudyTests
{
    [Fact]
    public void A_rule_that_forks_is_refused()
    {
        var options = new StudyOptions { EarlyStopping = context => new PbtStopper(new EncodedSpace(context.Space), new PbtRules(2, 1)) };

        var refused = Assert.Throws<ArgumentException>(() => new Study(Line, options));
        Assert.Contains("a study forks no trials, which 'pbt' does", refused.Message);
    }

    [Fact]
    public void A_rule_stops_a_trial_by_its_reports()
    {
        var study = new Study(Three, new() { Method = "grid", EarlyStopping = EarlyStopping.Median(startupTrials: 1) });
        var (good, bad) = (study.Ask()!, study.Ask()!);

        Assert.False(study.Report(good, 1, 0.5).ShouldStop);
        var answer = study.Report(bad, 1, 0.9);

        Assert.Equal(NextStep.Stop, answer.Next);
        Assert.Contains("0.9 is worse than the median 0.5", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(1, study.Running);
        Assert.Equal((TrialStatus.Stopped, 0.9), (study.Trials[1].Status, study.Trials[1].Value));
    }

    [Fact]
    public void A_loop_may_tell_a_trial_that_was_stopped()
    {
        var study = new Study(Three, new() { Method = "grid", EarlyStopping = EarlyStopping.Median(startupTrials: 1) });
        var (good, bad) = (study.Ask()!, study.Ask()!);
        study.Report(good, 1, 0.5);
        study.Report(bad, 1, 0.9);

        study.Tell(bad, 0.1);
        Assert.True(study.Report(bad, 2, 0.1).ShouldStop);

        Assert.Equal((TrialStatus.Stopped, 0.9), (study.Trials[1].Status, study.Trials[1].Value));
    }

    [Theory]
    [InlineData(MetricSummary.Best, 1)]
    [InlineData(MetricSummary.Last, 2)]
    public void A_trial_that_is_told_no_value_has_that_of_its_reports(MetricSummary summary, double expected)
    {
        var study = new Study(Line, new() { Summary = summary });
        var trial = study.Ask()!;
        foreach (var (epoch, value) in ((int, double)[])[(1, 3), (2, 1), (5, 2)]) study.Report(trial, epoch, value);

        study.Tell(trial);

        Assert.Equal((expected, expected, 5), (study.Best!.Value, study.Trials[0].Value, study.Trials[0].Epochs));
    }

    [Fact]
    public void A_value_that_is_told_counts_more_than_reports()
    {
        var study = new Study(Line);
        var trial = study.Ask()!;
        study.Report(trial, 1, 0.1);

        study.Tell(trial, 7);

        Assert.Equal((7.0, 7.0), (study.Best!.Value, study.Trials[0].Value));
    }

    [Fact]
    public void An_epoch_counts_once()
    {
        var study = new Study(Line);
        var trial = study.Ask()!;
        study.Report(trial, 2, 5);

        Assert.Equal(NextStep.GoOn, study.Report(trial, 2, 1).Next);
        study.Report(trial, 1, 1);

        Assert.Equal(5, study.Trials[0].Value);
    }

    [Fact]
    public void A_waiting_trial_is_given_again_when_it_is_among_the_best()
    {
        var study = new Study(Three, new()
        {
            Method = "grid",
            HasCheckpoints = true,
            EarlyStopping = EarlyStopping.Asha(new AshaRules(MinIter: 1, Eta: 2, MaxIter: 4)),
        });

        var first = study.Ask()!;
        Assert.Equal(NextStep.Pause, study.Report(first, 1, 0.5).Next);
        var second = study.Ask()!;
        Assert.Equal(1, second.Number);
        Assert.Equal(NextStep.Pause, study.Report(second, 1, 0.9).Next);
        var again = study.Ask()!;

        Assert.Equal((0, 1), (again.Number, again.EpochsDone));
        Assert.Equal(NextStep.GoOn, study.Report(again, 1, 0.5).Next);
        Assert.Equal(NextStep.Pause, study.Report(again, 2, 0.4).Next);
        Assert.Equal(TrialStatus.Paused, study.Trials[0].Status);
    }

    [Fact]
    public void What_still_waits_when_nothing_is_left_to_try_is_stopped()
    {
        var study = new Study(Three, new()
        {
            Method = "grid",
            HasCheckpoints = true,
            EarlyStopping = EarlyStopping.Asha(new AshaRules(MaxIter: 3)),
        });

        while (study.Ask() is { } trial)
        {
            var epoch = trial.EpochsDone;
            while (!study.Report(trial, ++epoch, trial.Integer("n") + 1.0 / epoch).ShouldStop && epoch < 9)
            {
            }

            if (epoch == 9) study.Tell(trial);
        }

        Assert.Equal([(TrialStatus.Completed, 9), (TrialStatus.Stopped, 1), (TrialStatus.Stopped, 1)],
            study.Trials.Select(trial => (trial.Status, trial.Epochs)).OrderBy(trial => trial.Status));
    }
}
