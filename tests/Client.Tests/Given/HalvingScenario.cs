using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Tests.Given;

/// <summary>An unfinished sweep with <c>asha</c>, as a coordinator writes it: of four trials of nine epochs the first is completed and
/// never waited, the second waited in vain after epoch 1, the third waits there, and the fourth has not begun.</summary>
internal static class HalvingScenario
{
    public const string File = """
        name: halving
        experiment: noop
        method: grid
        metric: loss
        early_terminate: {type: asha, max_iter: 9}
        parameters:
          x: [0, 1, 2, 3]
          epochs: 9
        """;

    public static async Task Write(string path)
    {
        await using var ledger = SqliteLedger.Open(path, new StillClock());
        await ledger.CreateSweep(
            new NewSweep { Name = "halving", Yaml = File, BaseFolder = "/base", Experiment = "noop", Metric = "loss", Replicates = 1 },
            [.. Enumerable.Range(0, 4).Select(i => new PlannedTrial
            {
                Number = i,
                Config = $$"""{"x":{{i}},"epochs":9}""",
                Epochs = 9,
                CostKey = "noop",
            })]);
        var me = await ledger.Claim("halving", []);
        var number = 0;
        await ledger.Apply("halving", me,
        [
            new AttemptStarted(Ref(0), "here/cpu/0"), .. Enumerable.Range(1, 9).Select(epoch => Report(0, epoch)),
            Decided(0, DecisionKind.Resume, "asha: number 1 of 1 trials at epoch 1, among the best 1/3", rung: 1),
            Decided(0, DecisionKind.Resume, "asha: number 1 of 1 trials at epoch 3, among the best 1/3", rung: 3),
            Ended(0, TrialStatus.Completed, AttemptOutcome.Completed),
            new AttemptStarted(Ref(1), "here/cpu/0"), Report(1, 1), Decided(1, DecisionKind.Pause, "asha: waits", rung: 1),
            Ended(1, TrialStatus.Paused, AttemptOutcome.Paused),
            new AttemptStarted(Ref(2), "here/cpu/0"), Report(2, 1), Decided(2, DecisionKind.Pause, "asha: waits", rung: 1),
            Ended(2, TrialStatus.Paused, AttemptOutcome.Paused),
            Decided(1, DecisionKind.Stop, "asha: was not promoted", rung: null),
            new WaitingTrialStopped(Ref(1), "asha: was not promoted"),
        ]);
        await ledger.SetStatus("halving", me, SweepStatus.Interrupted);

        DecisionMade Decided(int trial, DecisionKind kind, string reason, int? rung) => new(Ref(trial), new Decision
        {
            Number = ++number,
            Seen = 0,
            Kind = kind,
            Trial = trial,
            Reason = reason,
            Evidence = rung is null ? null : $$"""{"bracket":0,"rung":{{rung}},"rank":1,"of":1}""",
        });
    }

    private static TrialRef Ref(int trial) => new("halving", trial, 1);

    private static EpochReported Report(int trial, int epoch) => new(Ref(trial), new TrialReport
    {
        Epoch = epoch,
        Seconds = 1,
        Metrics = new Dictionary<string, double> { ["loss"] = trial + (1.0 / epoch) },
    });

    private static AttemptFinished Ended(int trial, TrialStatus next, AttemptOutcome outcome) =>
        new(Ref(trial), new TrialEnded { Outcome = outcome }, next);
}
