using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Many callers at once: each has its own fate, whoever shares its transaction.
public abstract partial class LedgerContract
{
    [Fact]
    public async Task Concurrent_calls_are_all_kept_each_with_its_own_answer()
    {
        var me = await Claimed(trials: 200);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(trial =>
            Apply(me, Given.Started(trial), Given.Reported(trial, 1, trial), Given.Reported(trial, 1, 0, attempt: 2),
                Given.Finished(trial))));

        Assert.All(answers, answer => Assert.Equal([true, true, false, true], answer));
        Assert.All(await Ledger.ListTrials("cells"), trial =>
            Assert.Equal((TrialStatus.Completed, trial.Number), (trial.Status, trial.Metric)));
    }

    [Fact]
    public async Task Many_trials_in_one_call_are_written_as_one_by_one()
    {
        const int many = 1500;
        var me = await Claimed(trials: many);
        var odd = new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = "it said \0 and \ud800", StderrTail = null };
        MadeBy maker = new() { Sweep = "0.2.0", Command = "python3 train.py" };

        var accepted = await Apply(me,
        [
            .. Enumerable.Range(0, many).Select(trial => Given.Started(trial)),
            .. Enumerable.Range(0, many).Where(trial => trial % 2 == 0).Select(trial => Given.Described(trial, maker)),
            .. Enumerable.Range(0, many).SelectMany(trial => (LedgerChange[])
                [Given.Reported(trial, 1, trial), Given.Reported(trial, 2, trial % 3 == 0 ? double.NaN : trial - 1.0)]),
            .. Enumerable.Range(0, many).Select(LedgerChange (trial) => trial % 5 == 0
                ? new AttemptFinished(Given.Ref(trial, 1), odd, TrialStatus.Failed) : Given.Finished(trial)),
        ]);

        Assert.All(accepted, Assert.True);
        var trials = await Ledger.ListTrials("cells");
        Assert.Equal(many, trials.Count);
        Assert.All(trials, trial => Assert.Equal(
            (trial.Number % 5 == 0 ? TrialStatus.Failed : TrialStatus.Completed, trial.Number - (trial.Number % 3 == 0 ? 0.0 : 1.0), 2),
            (trial.Status, trial.Metric, trial.EpochsDone)));
        var attempts = await Ledger.ListAttempts("cells");
        Assert.All(attempts, attempt => Assert.Equal(
            (attempt.Trial % 5 == 0, attempt.Trial % 2 == 0), (attempt.Reason?.StartsWith("it said") == true, attempt.MadeBy is not null)));
        Assert.Equal(2 * many, (await Ledger.ListEpochs("cells")).Count);
    }

    [Fact]
    public async Task A_call_that_throws_does_not_undo_its_neighbours_and_they_do_not_save_it()
    {
        var me = await Claimed(trials: 100);

        var calls = Enumerable.Range(0, 100).Select(trial => (Trial: trial, Task: (trial % 4) switch
        {
            0 => Apply(me - 1, Given.Started(trial)),
            1 => Apply(me, Given.Started(trial), Given.Finished(trial, TrialStatus.Running)),
            _ => Apply(me, Given.Started(trial)),
        })).ToList();

        foreach (var (trial, task) in calls)
        {
            if (trial % 4 == 0) await Assert.ThrowsAsync<CoordinatorFencedException>(() => task);
            else if (trial % 4 == 1) await Assert.ThrowsAsync<ArgumentException>(() => task);
            else Assert.Equal([true], await task);
        }

        Assert.All(await Ledger.ListTrials("cells"), trial =>
            Assert.Equal(trial.Number % 4 > 1 ? TrialStatus.Running : TrialStatus.Planned, trial.Status));
    }

    [Fact]
    public async Task Two_attempts_that_race_never_both_count()
    {
        var me = await Claimed(trials: 50);

        var racing = Enumerable.Range(0, 50).SelectMany(trial => (Task<IReadOnlyList<bool>>[])
        [
            Task.Run(() => Apply(me, Given.Started(trial), Given.Reported(trial, 1, 1), Given.Finished(trial))),
            Task.Run(() => Apply(me, Given.Started(trial), Given.Reported(trial, 1, 2), Given.Finished(trial))),
        ]);
        var answers = await Task.WhenAll(racing);

        Assert.Equal(50, answers.Count(answer => answer.All(accepted => accepted)));
        Assert.Equal(50, answers.Count(answer => !answer.Any(accepted => accepted)));
        Assert.Equal(50, (await Ledger.ListEpochs("cells")).Count);
        Assert.Equal(50, (await Ledger.ListAttempts("cells")).Count);
    }

    [Fact]
    public async Task Two_processes_write_their_own_sweeps_side_by_side()
    {
        await using var other = await Open();
        string[] names = ["left", "right"];

        await Task.WhenAll(names.Select((name, index) => Fill(index == 0 ? Ledger : other, name)));

        foreach (var name in names) Assert.All(await Ledger.ListTrials(name), trial => Assert.Equal(TrialStatus.Completed, trial.Status));
        foreach (var name in names) Assert.Equal(100, (await other.ListEpochs(name)).Count);

        static async Task Fill(ILedger ledger, string name)
        {
            await ledger.CreateSweep(Given.Sweep(name), [.. Enumerable.Range(0, 100).Select(number => Given.Trial(number))]);
            var me = await ledger.Claim(name, []);
            for (var trial = 0; trial < 100; trial++)
                await ledger.Apply(name, me,
                    [Given.Started(trial, sweep: name), Given.Reported(trial, 1, 9, sweep: name), Given.Finished(trial, sweep: name)]);
        }
    }

    [Fact]
    public async Task The_same_sweep_created_by_two_processes_at_once_is_there_once()
    {
        await using var other = await Open();

        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(index => (index % 2 == 0 ? Ledger : other).CreateSweep(Given.Sweep(), [Given.Trial(0)])));

        Assert.Single(await Ledger.ListSweeps());
        Assert.Single(await Ledger.ListTrials("cells"));
    }

    [Fact]
    public async Task Readers_see_only_whole_transactions()
    {
        var me = await Claimed(trials: 2);
        await Apply(me, Given.Started(0), Given.Started(1));
        var writing = Task.Run(async () =>
        {
            for (var epoch = 1; epoch <= 200; epoch++) await Apply(me, Given.Reported(0, epoch, 9), Given.Reported(1, epoch, 9));
        }, TestContext.Current.CancellationToken);

        do
        {
            var epochs = await Ledger.ListEpochs("cells");
            Assert.Equal(epochs.Count(epoch => epoch.Trial == 0), epochs.Count(epoch => epoch.Trial == 1));
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(400, (await Ledger.ListEpochs("cells")).Count);
    }

    [Fact]
    public async Task What_was_written_is_there_after_closing_and_a_closed_ledger_says_so()
    {
        var me = await Claimed();
        var last = Apply(me, Given.Started(0));
        await Ledger.DisposeAsync();
        await using var again = await Open();

        Assert.Equal([true], await last);
        Assert.Equal(TrialStatus.Running, Assert.Single(await again.ListTrials("cells")).Status);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Apply(me, Given.Started(0)));
        await Ledger.DisposeAsync();
    }
}
