using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Sweeps as a whole: creation, names, status.
public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_same_sweep_again_changes_nothing()
    {
        var me = await Claimed(trials: 2);
        await Apply(me, Given.Started(0));
        var before = (await Ledger.FindSweep("cells"), await Ledger.ListTrials("cells"));

        await Ledger.CreateSweep(Given.Sweep(), [Given.Trial(0), Given.Trial(1), Given.Trial(2)]);

        Assert.Equal(before.Item1, await Ledger.FindSweep("cells"));
        Assert.Equal(before.Item2, await Ledger.ListTrials("cells"));
    }

    [Fact]
    public async Task Comments_and_layout_do_not_make_another_sweep()
    {
        await Claimed();

        await Ledger.CreateSweep(Given.Sweep(yaml: "# tidied\nname:   cells\nmethod: grid # all\n"), [Given.Trial(0)]);

        Assert.Equal("name: cells\nmethod: grid\n", (await Ledger.FindSweep("cells"))!.Yaml);
    }

    [Fact]
    public async Task Another_sweep_of_that_name_is_refused_and_the_difference_named()
    {
        await Claimed();

        var error = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Given.Sweep(yaml: "name: cells\nmethod: random\nparameters: {lr: 0.5}\n"), [Given.Trial(7)]));

        Assert.True(error.IsInputError);
        Assert.Contains("method (grid in the ledger, random in this file)", error.Message, StringComparison.Ordinal);
        Assert.Contains("parameters.lr (absent in the ledger, 0.5 in this file)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'resume cells'", error.Message, StringComparison.Ordinal);
        Assert.Equal([0], (await Ledger.ListTrials("cells")).Select(trial => trial.Number));
    }

    [Fact]
    public async Task Parameters_in_another_order_make_another_sweep_since_the_order_numbers_the_trials()
    {
        await Ledger.CreateSweep(Given.Sweep(yaml: "name: cells\nparameters: {lr: 1, wd: 2}\n"), [Given.Trial(0)]);

        var error = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Given.Sweep(yaml: "name: cells\nparameters: {wd: 2, lr: 1}\n"), []));

        Assert.Contains("another order", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# a comment\nname: cells\nmethod: grid\nretries: 7\n")]
    [InlineData("name: cells\nmethod: grid\nbudget: {time: 2h}\npriority: 3\nresources: {gpus: 0.5}\nproject: x\n")]
    public async Task A_file_that_changes_no_trial_is_kept_in_place_of_the_one_before(string yaml)
    {
        await Claimed();

        await Ledger.CreateSweep(Given.Sweep(yaml: yaml) with { Description = "New words" }, [Given.Trial(7)]);

        var sweep = (await Ledger.FindSweep("cells"))!;
        Assert.Equal((yaml, "New words"), (sweep.Yaml, sweep.Description));
        Assert.Equal([0], (await Ledger.ListTrials("cells")).Select(trial => trial.Number));
    }

    [Fact]
    public async Task Another_summary_of_the_metric_is_another_sweep()
    {
        await Ledger.CreateSweep(Given.Sweep(yaml: "name: cells\nmetric: {name: loss, summary: last}\n"), []);

        var refused = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Given.Sweep(yaml: "name: cells\nmetric: {name: loss}\n"), []));

        Assert.Contains("it differs in metric.summary (last in the ledger, absent in this file)", refused.Message);
    }

    [Fact]
    public async Task Quotes_that_tell_nothing_are_no_difference()
    {
        await Ledger.CreateSweep(Sweep("[sh, -c, 'a, b', '1']"), []);

        await Ledger.CreateSweep(Sweep("[\"sh\", \"-c\", \"a, b\", \"1\"]"), []);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.CreateSweep(Sweep("[sh, -c, 'a, b', 1]"), []));
        Assert.Contains("command ([sh, -c, 'a, b', '1'] in the ledger, [sh, -c, 'a, b', 1] in this file)", refused.Message);

        static NewSweep Sweep(string command) => Given.Sweep(yaml: $"name: cells\ncommand: {command}\n");
    }

    [Fact]
    public async Task Sweeps_are_listed_newest_first_with_their_counts()
    {
        var me = await Claimed(trials: 2);
        await Ledger.CreateSweep(Given.Sweep("later"), []);
        await Apply(me, Given.Cancelled(0));

        var sweeps = await Ledger.ListSweeps();

        Assert.Equal([("later", 0, 0), ("cells", 2, 1)], sweeps.Select(sweep => (sweep.Name, sweep.Trials, sweep.FinalTrials)));
    }

    [Fact]
    public async Task A_sweep_that_is_not_there_reads_as_nothing()
    {
        Assert.Null(await Ledger.FindSweep("cells"));
        Assert.Empty(await Ledger.ListSweeps());
        Assert.Empty(await Ledger.ListTrials("cells"));
        Assert.Empty(await Ledger.ListEpochs("cells"));
        Assert.Empty(await Ledger.ListAttempts("cells"));
        Assert.Empty(await Ledger.RecordedEpochSeconds());
    }

    [Fact]
    public async Task Writing_to_a_sweep_that_is_not_there_names_the_nearest_one()
    {
        await Claimed();
        Func<Task>[] writes =
        [
            () => Ledger.Claim("cell", []), () => Ledger.Apply("cell", 1, []), () => Ledger.AddTrials("cell", 1, []),
            () => Ledger.SetStatus("cell", 1, SweepStatus.Finished),
        ];

        foreach (var write in writes)
        {
            var error = await Assert.ThrowsAsync<LedgerException>(write);
            Assert.True(error.IsInputError);
            Assert.Contains("no sweep 'cell'", error.Message, StringComparison.Ordinal);
            Assert.Contains("'cells'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Names_are_told_apart_by_case_and_may_be_any_script()
    {
        await Ledger.CreateSweep(Given.Sweep("Zellen-é"), [Given.Trial(0)]);
        await Ledger.CreateSweep(Given.Sweep("zellen-é"), []);

        Assert.Single(await Ledger.ListTrials("Zellen-é"));
        Assert.Empty(await Ledger.ListTrials("zellen-é"));
    }

    [Fact]
    public async Task Added_trials_join_and_a_number_that_is_there_stays_as_it_is()
    {
        var me = await Claimed();

        await Ledger.AddTrials("cells", me, [Given.Trial(0, """{"cell":"rnn"}"""), Given.Trial(5, """{"cell":"lstm"}""")]);

        var trials = await Ledger.ListTrials("cells");
        Assert.Equal([(0, """{"cell":"gru"}"""), (5, """{"cell":"lstm"}""")],
            trials.Select(trial => (trial.Number, trial.Plan.Config.Json)));
    }

    [Fact]
    public async Task Status_is_kept_and_the_end_is_when_the_last_trial_became_final()
    {
        var me = await Claimed();
        await Apply(me, Given.Cancelled(0));
        Clock.Advance(TimeSpan.FromMinutes(5));

        await Ledger.SetStatus("cells", me, SweepStatus.Interrupted);
        var interrupted = await Ledger.FindSweep("cells");
        await Ledger.SetStatus("cells", me, SweepStatus.Cancelled);
        var cancelled = await Ledger.FindSweep("cells");

        Assert.Equal((SweepStatus.Interrupted, null), (interrupted!.Status, interrupted.EndedAt));
        Assert.Equal((SweepStatus.Cancelled, Start), (cancelled!.Status, cancelled.EndedAt));
    }

    [Fact]
    public async Task Recorded_seconds_are_the_median_of_each_cost_key()
    {
        await Ledger.CreateSweep(
            Given.Sweep(), [Given.Trial(0, costKey: "gru"), Given.Trial(1, costKey: "lstm"), Given.Trial(2, costKey: "")]);
        var me = await Ledger.Claim("cells", []);
        await Apply(me, Given.Started(0), Given.Started(1), Given.Started(2));
        await Apply(me,
            Given.Reported(0, 1, 9, seconds: 100), Given.Reported(0, 2, 9, seconds: 2), Given.Reported(0, 3, 9, seconds: 3),
            Given.Reported(1, 1, 9, seconds: 4), Given.Reported(1, 2, 9, seconds: 7), Given.Reported(2, 1, 9, seconds: 1));

        var seconds = await Ledger.RecordedEpochSeconds();

        Assert.Equal(new Dictionary<CostKey, double> { ["gru"] = 3, ["lstm"] = 5.5 }, seconds);
    }

    [Fact]
    public async Task Of_many_trials_the_newest_with_reports_say_how_long_an_epoch_takes()
    {
        await Ledger.CreateSweep(Given.Sweep(), [.. Enumerable.Range(0, 200).Select(number => Given.Trial(number, costKey: "gru"))]);
        var me = await Ledger.Claim("cells", []);
        await Apply(me, [.. Enumerable.Range(0, 150).Select(number => Given.Started(number))]);

        // The oldest 50 took 9 seconds, the next 100 took 1 and 3, the last 50 have not begun.
        await Apply(me, [.. Enumerable.Range(0, 150)
            .Select(number => Given.Reported(number, 1, 9, seconds: number < 50 ? 9 : number % 2 == 0 ? 1 : 3))]);

        Assert.Equal(2, (await Ledger.RecordedEpochSeconds())["gru"]);
    }
}
