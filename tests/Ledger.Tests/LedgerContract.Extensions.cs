using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Files that add trials to a sweep that is there.
public abstract partial class LedgerContract
{
    private const string Gru = """{"cell":"gru"}""";
    private const string Lstm = """{"cell":"lstm"}""";
    private const string Rnn = """{"cell":"rnn"}""";

    [Fact]
    public async Task More_trials_get_the_next_numbers_and_the_sweep_runs_again()
    {
        var me = await Finished(Grid("run_cap: 2"), Given.Trial(0, Gru), Given.Trial(1, Lstm));
        await Apply(me, Given.Cancelled(0), Given.Cancelled(1));
        await Ledger.SetStatus("cells", me, SweepStatus.Finished);

        await Ledger.CreateSweep(Grid("run_cap: 3"), [Given.Trial(0, Gru), Given.Trial(1, Lstm), Given.Trial(2, Rnn)]);

        var sweep = (await Ledger.FindSweep("cells"))!;
        Assert.Equal((SweepStatus.Running, null, 3, 2), (sweep.Status, sweep.EndedAt, sweep.Trials, sweep.FinalTrials));
        Assert.Equal([(0, Gru, 0), (1, Lstm, 0), (2, Rnn, 0)], await Trials());
    }

    [Fact]
    public async Task Trials_are_known_by_configuration_and_replicate_wherever_the_new_plan_has_them()
    {
        await Finished(Grid("parameters: {cell: [gru, lstm]}"), Given.Trial(0, Gru), Given.Trial(1, Lstm));

        await Ledger.CreateSweep(
            Grid("replicates: 2\nparameters: {cell: [rnn, gru, lstm]}") with { Replicates = 2 },
            [
                Given.Trial(0, Rnn), Given.Trial(1, Rnn, 1), Given.Trial(2, Gru), Given.Trial(3, Gru, 1), Given.Trial(4, Lstm),
                Given.Trial(5, Lstm, 1),
            ]);

        Assert.Equal([(0, Gru, 0), (1, Lstm, 0), (2, Rnn, 0), (3, Rnn, 1), (4, Gru, 1), (5, Lstm, 1)], await Trials());
        Assert.Equal(2, (await Ledger.FindSweep("cells"))!.Replicates);
    }

    [Fact]
    public async Task A_file_that_lacks_a_trial_is_refused_and_the_trial_named()
    {
        await Finished(Grid("run_cap: 2"), Given.Trial(0, Gru), Given.Trial(1, Lstm));

        var refused = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Grid("run_cap: 3"), [Given.Trial(0, Gru), Given.Trial(1, Rnn)]));

        Assert.True(refused.IsInputError);
        Assert.Contains("run_cap (2 in the ledger, 3 in this file)", refused.Message);
        Assert.Contains("has all that are there, and this one lacks cells/1 (cell=lstm). Run it beside that one", refused.Message);
        Assert.Equal(2, (await Trials()).Count);
    }

    [Fact]
    public async Task A_search_that_chooses_as_it_goes_may_have_a_higher_cap()
    {
        var me = await Finished(Search("run_cap: 4"));
        await Ledger.SetStatus("cells", me, SweepStatus.Finished);

        await Ledger.CreateSweep(Search("run_cap: 6"), []);

        Assert.Equal(SweepStatus.Running, (await Ledger.FindSweep("cells"))!.Status);
    }

    [Fact]
    public async Task What_comes_to_the_end_of_enqueue_is_an_event_of_a_search_that_chooses_as_it_goes()
    {
        await Finished(Search("run_cap: 4\nenqueue: [{a: 1}]"));

        await Ledger.CreateSweep(Search("run_cap: 6\nenqueue: [{a: 1}, {a: 2}, {a: 3}]"), []);
        await Ledger.CreateSweep(Search("run_cap: 6\nenqueue:\n- {a: 1}\n- {a: 2}\n- {a: 3}"), []);
        await Ledger.CreateSweep(Search("run_cap: 8\nenqueue: [{a: 1}, {a: 2}, {a: 3}, {a: 4}]"), []);

        Assert.Equal(
            [(1, SweepEventKind.Enqueue, 2), (2, SweepEventKind.Enqueue, 1)],
            (await Ledger.ListEvents("cells")).Select(happened => (happened.Number, happened.Kind, happened.Epoch)));
        Assert.Contains("{a: 4}", (await Ledger.FindSweep("cells"))!.Yaml);
    }

    [Fact]
    public async Task What_was_added_and_has_not_begun_takes_room_before_what_is_added_now()
    {
        var me = await Finished(Search("run_cap: 6\nenqueue: [{a: 1}, {a: 2}]"));
        var first = Given.Added(1, Given.Trial(0, """{"a":1}"""));
        await Apply(me, first with { Decision = first.Decision with { Evidence = """{"enqueued":1}""" } });
        await Apply(me, Given.Added(2, Given.Trial(1, """{"a":1}""", replicate: 1)));

        await Ledger.CreateSweep(Search("run_cap: 6\nenqueue: [{a: 1}, {a: 2}, {a: 3}]"), []);
        var refused = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Search("run_cap: 6\nenqueue: [{a: 1}, {a: 2}, {a: 3}, {a: 4}]"), []));

        Assert.Contains(
            "'run_cap' leaves room for 0 of the 2 trials that 'enqueue' adds, after the 4 of what it had and has not begun: raise it to 8",
            refused.Message);
    }

    [Fact]
    public async Task What_a_sweep_knew_of_others_when_it_was_submitted_stays()
    {
        const string known = """[{"config":{"a":1},"loss":0.1,"replicates":1,"rungs":[]}]""";
        await Finished(Search("run_cap: 4") with { Known = known });

        await Ledger.CreateSweep(Search("run_cap: 6") with { Known = null }, []);

        Assert.Equal(known, await Ledger.FindKnown("cells"));
        await Ledger.CreateSweep(Given.Sweep("others"), []);
        Assert.Null(await Ledger.FindKnown("others"));
    }

    [Fact]
    public async Task What_comes_to_enqueue_of_a_planned_sweep_is_a_trial_unless_it_is_there()
    {
        await Finished(Grid("enqueue: [{cell: lstm}]"), Given.Trial(0, Lstm), Given.Trial(1, Gru));

        await Ledger.CreateSweep(
            Grid("enqueue: [{cell: rnn}, {cell: gru}]"), [Given.Trial(0, Rnn), Given.Trial(1, Gru), Given.Trial(2, Lstm)]);

        Assert.Equal([(0, Lstm, 0), (1, Gru, 0), (2, Rnn, 0)], await Trials());
        Assert.Empty(await Ledger.ListEvents("cells"));
    }

    [Theory]
    [InlineData("run_cap: 4\nenqueue: [{a: 1}]", "run_cap: 4\nenqueue: [{a: 1}, {a: 2}, {a: 3}, {a: 4}]",
        "room for 2 of the 6 trials that 'enqueue' adds, after the 2 of what it had and has not begun: raise it to 8 or more")]
    [InlineData("enqueue: [{a: 1}]", "enqueue: [{a: 2}, {a: 1}]", "those of 'enqueue' that were there have had their turn")]
    [InlineData("enqueue: [{a: 1}]", "run_cap: 9", "those of 'enqueue' that were there have had their turn")]
    [InlineData("run_cap: 4", "run_cap: 3", "run_cap and budget.trials may grow only")]
    [InlineData("run_cap: 4", "run_cap: 9\nbudget: {trials: 3}", "run_cap and budget.trials may grow only")]
    [InlineData("description: x", "run_cap: 3", "run_cap and budget.trials may grow only")]
    [InlineData("run_cap: 4", "run_cap: 4\nreplicates: 3", "the numbers of their trials go by 'replicates'")]
    [InlineData("parameters: {a: [1]}", "parameters: {a: [1, 2]}", "from the parameters that the file had")]
    [InlineData("run_cap: 1", "run_cap: 4", "left seeds of the first configuration out (1 of 2)")]
    [InlineData(
        "run_cap: 4\nearly_terminate: {type: pbt}", "run_cap: 6\nearly_terminate: {type: pbt}", "is the size of the population")]
    public async Task What_earlier_choices_depend_on_stays(string before, string after, string why)
    {
        await Finished(Search(before));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.CreateSweep(Search(after), []));

        Assert.Contains(why, refused.Message);
    }

    [Fact]
    public async Task A_race_whose_last_trials_went_to_the_few_best_stays_as_long_as_it_is()
    {
        await Finished(Search("run_cap: 4") with { Races = true });

        var refused = await Assert.ThrowsAsync<LedgerException>(() =>
            Ledger.CreateSweep(Search("run_cap: 6") with { Races = true }, []));

        Assert.Contains("the last trials of a race go to the few best configurations", refused.Message);
    }

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("{}", null)]
    public async Task A_planned_sweep_does_not_become_one_that_chooses_as_it_goes(string? before, string? after)
    {
        await Finished(Grid("run_cap: 2") with { Facts = before });

        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.CreateSweep(Grid("") with { Facts = after }, []));

        Assert.Contains("configurations are chosen as the sweep goes in", refused.Message);
    }

    private static NewSweep Grid(string keys) => Given.Sweep(yaml: $"name: cells\n{keys}\n") with { Replicates = 1 };

    private static NewSweep Search(string keys) => Given.Sweep(yaml: $"name: cells\nmethod: tpe\n{keys}\n") with { Facts = "{}" };

    private async Task<long> Finished(NewSweep sweep, params PlannedTrial[] trials)
    {
        await Ledger.CreateSweep(sweep, trials);
        return await Ledger.Claim("cells", []);
    }

    private async Task<IReadOnlyList<(int Number, string Config, int Replicate)>> Trials() =>
        [.. (await Ledger.ListTrials("cells")).Select(trial => (trial.Number, trial.Plan.Config.Json, trial.Plan.Replicate))];
}
