using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Tests.Exports;

/// <summary>A sweep with a trial of each kind, whose parameters and metrics have names and values of each kind.</summary>
internal sealed class ExportedCells : IAsyncDisposable
{
    private const string Yaml = """
        name: cells
        program: sh
        method: random
        run_cap: 6
        metric: {name: loss, goal: minimize}
        parameters:
          lr: {distribution: log_uniform_values, min: 0.001, max: 1.0}
          layers: {min: 1, max: 4}
          dropout: {distribution: q_uniform, min: 0.0, max: 0.5, q: 0.25}
          cell: [gru, lstm]
          bias: [true, false]
          width: 64
        """;

    public SweepCommand Sweep { get; } = new();

    public string Folder => Sweep.Folder;

    public static async Task<ExportedCells> Make()
    {
        var cells = new ExportedCells();
        await using var ledger = SqliteLedger.Open(cells.Sweep.Ledger, new StillClock());
        var sweep = new NewSweep
        {
            Name = "cells",
            Yaml = Yaml,
            BaseFolder = "/base",
            Description = "Which cell?",
            Experiment = "program",
            Metric = "loss",
            Replicates = 1,
        };
        await ledger.CreateSweep(sweep, [.. Enumerable.Range(0, 6).Select(Planned)]);
        var coordinator = await ledger.Claim("cells", []);
        await ledger.Apply("cells", coordinator,
        [
            .. Run(0, AttemptOutcome.Completed, TrialStatus.Completed, null, 0.75, 0.5),
            .. Run(1, AttemptOutcome.Stopped, TrialStatus.Stopped, "worse than the median", 2, double.PositiveInfinity),
            .. Run(2, AttemptOutcome.Crashed, TrialStatus.Failed, "signal 11\nof line 2"),
            .. Run(3, AttemptOutcome.Diverged, TrialStatus.Diverged, "the loss is NaN", double.NaN),
            new AttemptStarted(new TrialRef("cells", 4, 1), "here/cpu/0"),
        ]);
        return cells;
    }

    /// <summary>Exports it; the place.</summary>
    public async Task<string> Export(string format, string to, params string[] more)
    {
        var said = await Sweep.Run(["export", "cells", "--format", format, "--to", to, .. more]);
        Assert.True(said.Code == ExitCodes.Done, said.Error);
        return Path.Combine(Folder, to);
    }

    public ValueTask DisposeAsync()
    {
        Sweep.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PlannedTrial Planned(int number) => new()
    {
        Number = number,
        Config = string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            {"lr":{{0.01 * (number + 1)}},"layers":{{(number % 4) + 1}},"dropout":{{number % 3 * 0.25}},"cell":"{{(number % 2 == 0 ? "gru" : "lstm")}}","bias":{{(number < 3 ? "true" : "false")}},"width":64}
            """),
        Seed = 100 + number,
        Epochs = 2,
        CostKey = "program",
    };

    private static IEnumerable<LedgerChange> Run(
        int trial, AttemptOutcome outcome, TrialStatus status, string? reason, params double[] losses)
    {
        var attempt = new TrialRef("cells", trial, 1);
        return
        [
            new AttemptStarted(attempt, "here/cpu/0"),
            .. losses.Select((loss, i) => new EpochReported(attempt, new TrialReport
            {
                Epoch = i + 1,
                Seconds = 1.5,
                Metrics = new Dictionary<string, double> { ["loss"] = loss, ["time"] = 1, ["time/../step"] = 10 * (i + 1) },
            })),
            new AttemptFinished(attempt, new TrialEnded { Outcome = outcome, Reason = reason }, status),
        ];
    }
}
