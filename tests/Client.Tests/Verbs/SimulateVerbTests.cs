using System.Globalization;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>simulate: what a search would find for which cost, without training.</summary>
public sealed class SimulateVerbTests : IDisposable
{
    private const string Grid = """
        name: search
        method: grid
        parameters:
          cell: [rnn, gru, lstm]
          hidden: 256
        """;

    private const string Noop = """
        name: rehearsal
        experiment: noop
        method: random
        run_cap: 30
        parameters:
          x: {min: -1.0, max: 1.0}
          epochs: 9
        early_terminate: {type: hyperband, min_iter: 1}
        """;

    private readonly SweepCommand sweep = new();

    public SimulateVerbTests() => sweep.Write("grid.yaml", Grid);

    [Fact]
    public async Task Trials_report_what_was_recorded_and_regret_is_of_the_mean_over_seeds()
    {
        await Recorded();

        var said = await sweep.Run("simulate", "grid.yaml", "--table", "cells", "--workers", "1", "--seeds", "1", "--format", "csv");

        // Perplexities of seed 0: rnn 11, 10; gru 9, 8; lstm 10, 9. Means: rnn 12, 11; gru 9.5, 8.5; lstm 9, 8, which is the best.
        Assert.Equal(
            """
            method,epochs,regret,regret_q1,regret_q3,epochs_to_limit,trials,epochs_to_limit_q1,epochs_to_limit_q3,table_epochs
            grid,2,3,3,3,,3,,,6
            grid,4,0.5,0.5,0.5,,3,,,6
            grid,6,0.5,0.5,0.5,,3,,,6

            """, said.Out);
        Assert.Contains("the whole table takes 6 epochs", said.Error);
        Assert.Contains("grid: not within 1 % of the best in most of 1 sweep of about 3 trials and 6 epochs", said.Error);
        Assert.Equal(ExitCodes.Done, said.Code);
    }

    [Fact]
    public async Task Each_simulated_sweep_begins_with_another_recorded_seed()
    {
        await Recorded();

        var said = await sweep.Run("simulate", "grid.yaml", "--table", "cells", "--workers", "1", "--seeds", "2", "--format", "csv");

        // Seed 1 has lstm at 7, the lowest of all, whose mean is the best.
        Assert.EndsWith("\ngrid,6,0.25,0.125,0.375,,3,,,6\n", said.Out);
    }

    [Fact]
    public async Task What_it_costs_to_come_near_the_best_is_set_beside_the_whole_table()
    {
        // Seed 0 of lstm is the best there is, and the third of three configurations; it reports 9 and 8, and its mean is 8.
        await Recorded(11, 13, 9, 10, 8, 8);

        var said = await sweep.Run("simulate", "grid.yaml", "--table", "cells", "--workers", "1", "--seeds", "1", "--format", "csv");

        Assert.Contains("grid: within 1 % of the best after 6 epochs, 1.0 times cheaper than the whole table (", said.Error);
        Assert.EndsWith("\ngrid,6,0,0,0,6,3,6,6,6\n", said.Out);
    }

    [Fact]
    public async Task A_method_can_be_set_beside_itself_without_early_stopping()
    {
        sweep.Write("noop.yaml", Noop);

        var said = await sweep.Run("simulate", "noop.yaml", "--compare", "random,random+none", "--format", "csv");

        // 30 trials of 9 epochs; hyperband stops some at bands 1, 3 and 9, and has seen the best of them by then.
        Assert.Contains("\nrandom+none,270,", said.Out);
        Assert.Equal(270, LastCost(said.Out));
        Assert.InRange(LastCost((await sweep.Run("simulate", "noop.yaml", "--compare", "random", "--format", "csv")).Out), 30, 200);
    }

    [Fact]
    public async Task The_experiment_noop_needs_no_table_and_equal_commands_say_the_same()
    {
        sweep.Write("noop.yaml", Noop);

        var said = await sweep.Run("simulate", "noop.yaml", "--compare", "random,sobol");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("random: within 1 % of the best after ", said.Error);
        Assert.Contains("sobol", said.Out);
        Assert.Equal(said, await sweep.Run("simulate", "noop.yaml", "--compare", "random,sobol"));
        Assert.False(File.Exists(sweep.Ledger));
    }

    [Fact]
    public async Task What_cannot_be_simulated_is_said_with_the_way_out()
    {
        await Recorded();
        sweep.Write("other.yaml", Grid.Replace("hidden: 256", "hidden: 128", StringComparison.Ordinal));
        sweep.Write("endless.yaml", Noop.Replace("run_cap: 30", "", StringComparison.Ordinal));

        await Refused("name a recorded sweep of the same space", "grid.yaml");
        await Refused("there is no sweep 'grid'", "grid.yaml", "--table", "grid");
        await Refused("the table has no trial of cell=rnn hidden=128", "other.yaml", "--table", "cells");
        await Refused("no method 'randm'; did you mean 'random'?", "grid.yaml", "--table", "cells", "--compare", "randm");
        await Refused("no method 'random+nine'", "grid.yaml", "--table", "cells", "--compare", "random+nine");
        await Refused("a simulation needs an end", "endless.yaml");
    }

    [Fact]
    public async Task A_sweep_whose_trials_did_not_all_train_to_the_end_is_no_table()
    {
        await using (var scenario = await LedgerScenario.Cells(sweep.Ledger)) await scenario.Completed(0, 3);

        await Refused(
            "5 trials of 6 of the sweep 'cells' did not run to the end, such as cells/1, which is planned",
            "grid.yaml", "--table", "cells");
    }

    public void Dispose() => sweep.Dispose();

    private async Task Refused(string why, params string[] words)
    {
        var said = await sweep.Run(["simulate", .. words]);

        Assert.Contains(why, said.Error);
        Assert.Equal(ExitCodes.BadInput, said.Code);
    }

    private static int LastCost(string csv) =>
        int.Parse(csv.TrimEnd().Split('\n')[^1].Split(',')[1], CultureInfo.InvariantCulture);

    private Task Recorded() => Recorded(10, 12, 8, 9, 9, 7);

    private async Task Recorded(params double[] perplexities)
    {
        await using var scenario = await LedgerScenario.Cells(sweep.Ledger);
        foreach (var (trial, perplexity) in perplexities.Index()) await scenario.Completed(trial, perplexity);
    }
}
