using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;

namespace Sweep.Figures.Tests.Given;

/// <summary>A large sweep that no disk holds: what a ledger would tell of it, made as it is read.</summary>
/// <param name="trials">Trials it has, each one of its own configuration.</param>
/// <param name="epochs">Epochs that each has reported.</param>
/// <param name="name">A word in each configuration.</param>
internal sealed class GeneratedLedger(int trials, int epochs, string name = "gru") : ILedgerView
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public SweepRow Row { get; } = new()
    {
        Name = name,
        Yaml = $"name: search\ndescription: {name}\n",
        BaseFolder = "/sweeps",
        Description = name,
        Experiment = "language-model",
        Metric = "val_perplexity",
        Replicates = 1,
        Status = SweepStatus.Finished,
        CreatedAt = Start,
        EndedAt = Start.AddHours(1),
        Trials = trials,
        FinalTrials = trials,
    };

    public Task<SweepResults> ReadResults(string sweep) => Task.FromResult(SweepResults.Of(Trials()));

    public LedgerReports ReadReports(string sweep) => new(["val_perplexity"], Reports(), new Nothing());

    public LedgerTrials ReadTrials(string sweep) => new([.. Trials().Select(trial => trial.Plan.Config)], trials, Trials(), new Nothing());

    public LedgerDecisions ReadDecisions(string sweep) =>
        new([.. Enumerable.Range(0, trials).Select(i => new TrialSteps(i, TrialStatus.Completed, epochs, epochs))], [], new Nothing());

    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => Task.FromResult<IReadOnlyList<AttemptRow>>(
        [.. Enumerable.Range(0, trials).Select(i => new AttemptRow
        {
            Trial = i,
            Attempt = 1,
            Slot = $"{name}/cpu/{i % 16}",
            StartedAt = Start.AddSeconds(i / 16 * 7),
            EndedAt = Start.AddSeconds((i / 16 * 7) + 5 + (i % 3)),
            Outcome = i % 50 == 0 ? AttemptOutcome.Crashed : AttemptOutcome.Completed,
        })]);

    public Task<IReadOnlyDictionary<int, double>> MedianSpeeds(string sweep, IReadOnlyCollection<int>? trials = null) =>
        Task.FromResult<IReadOnlyDictionary<int, double>>(new Dictionary<int, double>());

    public Task<IReadOnlyList<OutcomeCount>> CountOutcomes(string sweep) => Task.FromResult<IReadOnlyList<OutcomeCount>>([]);

    public Task<IReadOnlyList<MakerCount>> CountMakers(string sweep) => throw new NotSupportedException();

    public Task<TrialRow?> FindTrial(string sweep, int number) => throw new NotSupportedException();

    public Task<IReadOnlyList<SweepRow>> ListSweeps() => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListRunning() => throw new NotSupportedException();

    public Task<SweepRow?> FindSweep(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) => throw new NotSupportedException();

    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<Decision>> ListDecisions(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<Decision>> FindDecisions(string sweep, DecisionQuery query) => throw new NotSupportedException();

    public Task<string?> FindKnown(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<EpochRow>> ListCounted(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListMetricNames(string sweep) => throw new NotSupportedException();

    public Task<SweepMoves?> ReadChanges(string sweep, IReadOnlyDictionary<int, TrialState>? known) => throw new NotSupportedException();

    public LedgerCurves ReadCurves(string sweep, CurveQuery query) => throw new NotSupportedException();

    public LedgerWatch Watch() => throw new NotSupportedException();

    public Task<string?> FindFacts(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => throw new NotSupportedException();

    public LedgerRows QueryUntil(string sql, CancellationToken end) => throw new NotSupportedException();

    /// <summary>Always the same, and without order.</summary>
    private static double Noise(int trial, int salt) => (((uint)((trial * 31) + salt) * 2654435761u) % 10_000) / 10_000.0;

    private static double Value(int trial, int epoch) => 1.6 + Noise(trial, 1) + (4 * Math.Exp(-0.1 * epoch) * (1 + Noise(trial, epoch)));

    private TrialConfig Config(int i) => TrialConfig.From(
    [
        new("cell", i % 3 == 0 ? name : i % 3 == 1 ? "lstm" : "rnn"), new("layers", 1 + (i % 2)),
        new("lr", Math.Round(Noise(i, 7) + 0.001, 6)),
        new("dropout", Math.Round(Noise(i, 8), 6)), new("hidden", 64 << (i % 4)), new("seed_of_data", i),
    ]);

    private IEnumerable<TrialRow> Trials() => Enumerable.Range(0, trials).Select(i => new TrialRow
    {
        Sweep = name,
        Plan = new PlannedTrial { Number = i, Config = Config(i), Epochs = epochs, Corpus = CorpusFacts.Of(null, 1.5) },
        Status = TrialStatus.Completed,
        Attempts = 1,
        Metric = Value(i, epochs),
        BestEpoch = epochs,
        EpochsDone = epochs,
        StartedAt = Start.AddSeconds(i),
        EndedAt = Start.AddSeconds(i + 60),
    });

    private IEnumerable<ReportRow> Reports()
    {
        for (var trial = 0; trial < trials; trial++)
            for (var epoch = 1; epoch <= epochs; epoch++) yield return new ReportRow(trial, epoch, 1, 1, [Value(trial, epoch)]);
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
