using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Page.Tests.Given;

/// <summary>
/// A ledger with a sweep <c>cells</c> of two configurations with two seeds each, three epochs a trial: gru ended with 2 and 4, lstm has
/// ended with 5 and runs at 6 after its second epoch; and an empty sweep.
/// </summary>
internal sealed class SmallLedger : IAsyncDisposable
{
    public const string Hostile = "<img src=x onerror=alert(1)>\u001b[31m\u202egnp.exe";

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private ILedger ledger = null!;

    public string Path { get; private set; } = "";

    public long Coordinator { get; private set; }

    public static async Task<SmallLedger> Make()
    {
        var made = new SmallLedger();
        made.Path = System.IO.Path.Combine(made.folder.Path, "sweep.db");
        made.ledger = SqliteLedger.Open(made.Path, made.clock);
        await made.ledger.CreateSweep(Sweep("cells"), [Trial(0, "gru"), Trial(1, "gru"), Trial(2, "lstm"), Trial(3, "lstm")]);
        await made.ledger.CreateSweep(Sweep("empty"), [Trial(0, "gru")]);
        made.Coordinator = await made.ledger.Claim("cells", []);
        await made.Apply(
        [
            new AttemptStarted(Ref(0), "here/cpu/0"), Reported(0, 1, 8), Reported(0, 2, 4), Reported(0, 3, 2), Ended(0),
            new AttemptStarted(Ref(1), "here/cpu/1"), Reported(1, 1, 10), Reported(1, 2, 6), Reported(1, 3, 4), Ended(1),
            new AttemptStarted(Ref(2), "here/cpu/0"), Reported(2, 1, 9), Reported(2, 2, 7), Reported(2, 3, 5), Ended(2),
            new AttemptStarted(Ref(3), "here/cpu/1"), Reported(3, 1, 9), Reported(3, 2, 6),
        ]);
        return made;
    }

    /// <summary>Writes as the coordinator of <c>cells</c>; everything must be accepted. A second passes.</summary>
    public async Task Apply(params IEnumerable<LedgerChange> changes)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await ledger.Apply("cells", Coordinator, [.. changes]), Assert.True);
    }

    /// <summary>Adds a trial as a sampler does that chooses as it goes, or one that begins with the first epoch of another.</summary>
    public Task Add(int number, string cell, int? parent = null) => Apply(new DecisionMade(Ref(number, 0), new Decision
    {
        Number = 1,
        Seen = 0,
        Kind = parent is null ? DecisionKind.Start : DecisionKind.Fork,
        Trial = number,
        Parent = parent,
        ParentEpoch = parent is null ? null : 1,
        Reason = Hostile,
    })
    {
        Added = Trial(number, cell),
    });

    /// <summary>Adds a sweep <c>limited</c> of gru, which ends with 2 and so breaks a constraint, and lstm, which ends with 5 and holds
    /// it.</summary>
    public async Task AddLimited()
    {
        const string name = "limited";
        await ledger.CreateSweep(
            Sweep(name) with
            {
                Replicates = 1,
                Goals = """{"objectives":[{"name":"val_perplexity","goal":"minimize"}],"constraints":["grad_norm >= 2"]}""",
            },
            [Trial(0, "gru"), Trial(1, "lstm") with { Replicate = 0 }]);
        var me = await ledger.Claim(name, []);
        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var (trial, value) in new[] { (0, 2.0), (1, 5.0) })
        {
            var its = new TrialRef(name, trial, 1);
            Assert.All(
                await ledger.Apply(name, me,
                [
                    new AttemptStarted(its, "here/cpu/0"), Reported(trial, 1, value) with { Trial = its },
                    Ended(trial) with { Trial = its },
                ]),
                Assert.True);
        }
    }

    /// <summary>Becomes the coordinator of <c>cells</c> as it is now.</summary>
    public async Task ClaimAgain() => Coordinator = await ledger.Claim("cells", []);

    /// <summary>Removes <c>cells</c>.</summary>
    public async Task Remove()
    {
        await using var editor = SqliteLedger.Edit(Path, clock);
        await editor.Remove("cells");
    }

    /// <summary>Puts another sweep in the place of <c>cells</c>, with one trial that has not begun.</summary>
    public async Task Replace()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await Remove();
        await ledger.CreateSweep(Sweep("cells"), [Trial(0, "rnn")]);
    }

    public ILedgerView View() => SqliteLedgerReader.Open(Path);

    public static TrialRef Ref(int trial, int attempt = 1) => new("cells", trial, attempt);

    public static EpochReported Reported(int trial, int epoch, double value, int attempt = 1) => new(Ref(trial, attempt), new TrialReport
    {
        Epoch = epoch,
        Seconds = 1,
        Metrics = new Dictionary<string, double> { ["val_perplexity"] = value, ["grad_norm"] = value / 2 },
    });

    public static AttemptFinished Ended(
        int trial, TrialStatus next = TrialStatus.Completed, AttemptOutcome outcome = AttemptOutcome.Completed, string? reason = null) =>
        new(Ref(trial), new TrialEnded { Outcome = outcome, Reason = reason }, next);

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }

    private static NewSweep Sweep(string name) => new()
    {
        Name = name,
        Yaml = $"name: {name}\nmethod: grid\n",
        BaseFolder = "/sweeps",
        Description = Hostile,
        Experiment = "language-model",
        Metric = "val_perplexity",
        Replicates = 2,
    };

    private static PlannedTrial Trial(int number, string cell) => new()
    {
        Number = number,
        Config = TrialConfig.From([new("cell", cell), new("hidden", 256), new("note", Hostile)]),
        Replicate = number % 2,
        Seed = long.MaxValue - number,
        Epochs = 3,
        CostKey = "gru-256",
    };
}
