using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>Whatever is asked in whatever order, a database and the rules over plain collections give the same answers and rows.</summary>
public abstract class TrialRulesProperties : IAsyncLifetime
{
    private const int Trials = 3;
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
    private static readonly TrialStatus[] Endings = [.. Enum.GetValues<TrialStatus>().Where(status => status != TrialStatus.Running)];
    private static readonly double[] Metrics = [1, 2, 2, 3, double.NaN];

    /// <summary>Any change: mostly of the attempt that runs or comes next, sometimes of one before or after it.</summary>
    private static readonly Gen<Change> AnyChange = Gen.Select(
        Gen.Int[0, Trials], Gen.Frequency((8, Gen.Const(0)), (1, Gen.Const(-1)), (1, Gen.Const(1))),
        Gen.Int[0, 17], Gen.Int[0, 5], Gen.Int[0, 99],
        (trial, offset, kind, epoch, pick) => new Change(trial, offset, kind, epoch, pick));

    private static readonly Gen<Step> AnyStep =
        Gen.Select(Gen.Int[0, 12], AnyChange.Array[1, 6], (kind, changes) => new Step(kind, changes));

    private readonly FakeTimeProvider clock = new(Start);
    private ILedger stored = null!;
    private int sweeps;

    public async ValueTask InitializeAsync() => stored = LedgerStore.Open(await Address(), clock);

    public async ValueTask DisposeAsync()
    {
        if (stored is not null) await stored.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where to make a ledger.</summary>
    protected abstract Task<LedgerAddress> Address();

    [Fact]
    public Task A_database_and_the_rules_give_the_same_answers_and_rows() =>
        Gen.Select(Gen.Bool, Gen.Enum<MetricSummary>(), AnyStep.Array[1, 30]).SampleAsync(
            async (maximize, summary, steps) =>
            {
                var pair = new Pair(stored, new InMemoryLedger(clock), clock, $"sweep-{Interlocked.Increment(ref sweeps)}");
                await pair.Create(maximize, summary);
                foreach (var step in steps) await pair.Take(step);
                await pair.AreEqual();
            }, iter: 200, threads: 1);

    private sealed record Change(int Trial, int Offset, int Kind, int Epoch, int Pick);

    private sealed record Step(int Kind, Change[] Changes);

    /// <summary>The same sweep in two ledgers.</summary>
    private sealed class Pair(ILedger stored, InMemoryLedger rules, FakeTimeProvider clock, string sweep)
    {
        private long token;
        private long logged;

        public async Task Create(bool maximize, MetricSummary summary)
        {
            PlannedTrial[] planned = [.. Enumerable.Range(0, Trials).Select(number => Given.Trial(number, replicate: number))];
            await Both(async ledger =>
            {
                await ledger.CreateSweep(Given.Sweep(sweep, maximize, summary: summary), planned);
                return true;
            });
            token = await Both(ledger => ledger.Claim(sweep, []));
        }

        public async Task Take(Step step)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var trials = await rules.ListTrials(sweep);
            switch (step.Kind)
            {
                case 0:
                    TrialRef[] running = [.. step.Changes.Select(change => Ref(change, trials))];
                    SlotName[] lost = [.. step.Changes.Select(change => Slot(change.Pick))];
                    token = await Both(ledger => ledger.Claim(sweep, running, lost));
                    break;
                case 1:
                    await Both(ledger => Done(ledger.SetStatus(sweep, token, (SweepStatus)(step.Changes[0].Pick % 4))));
                    break;
                case 2:
                    LedgerChange[] added =
                    [
                        Given.Added(++logged, Given.Trial(Trials - 1), sweep),
                        Given.Added(++logged, Given.Trial(Trials, """{"cell":"lstm"}""", floor: 1.5), sweep),
                    ];
                    await Both(async ledger => string.Join(", ", await ledger.Apply(sweep, token - step.Changes[0].Pick % 2, added)));
                    break;
                default:
                    LedgerChange[] changes = [.. step.Changes.Select(change => Of(change, trials))];
                    var old = step.Kind == 3 ? 1 : 0;
                    await Both(async ledger => string.Join(", ", await ledger.Apply(sweep, token - old, changes)));
                    break;
            }
        }

        public async Task AreEqual()
        {
            Assert.Equal(await rules.FindSweep(sweep), await stored.FindSweep(sweep));
            Assert.Equal(await rules.ListTrials(sweep), await stored.ListTrials(sweep));
            Assert.Equal(await rules.ListEvents(sweep), await stored.ListEvents(sweep));
            Assert.Equal(await rules.ListDecisions(sweep), await stored.ListDecisions(sweep));
            var attempts = await stored.ListAttempts(sweep);
            Assert.Equal(await rules.ListAttempts(sweep), attempts.Select(attempt => attempt with { ReportedSeconds = 0 }));
            Assert.Equal((await rules.ListEpochs(sweep)).Select(Text), (await stored.ListEpochs(sweep)).Select(Text));
        }

        /// <summary>What both answer, or how both refuse.</summary>
        private async Task<T> Both<T>(Func<ILedger, Task<T>> ask)
        {
            var (expected, refused) = await Answer(() => ask(rules));
            var (found, refusedToo) = await Answer(() => ask(stored));
            Assert.Equal(expected, found);
            Assert.Equal(refused, refusedToo);
            return found!;
        }

        private static async Task<(T? Answer, string? Refused)> Answer<T>(Func<Task<T>> ask)
        {
            try
            {
                return (await ask(), null);
            }
            catch (CoordinatorFencedException e)
            {
                return (default, e.Message);
            }
        }

        private static async Task<bool> Done(Task write)
        {
            await write;
            return true;
        }

        private LedgerChange Of(Change change, IReadOnlyList<TrialRow> trials) => change.Kind switch
        {
            < 4 => new AttemptStarted(Next(change, trials), Slot(change.Pick)),
            < 7 => new EpochReported(Ref(change, trials), Given.Report(change.Epoch, Metrics[change.Pick % Metrics.Length])),
            7 => new AttemptDescribed(
                Ref(change, trials), new MadeBy { Sweep = $"{change.Pick}", Command = change.Pick % 3 == 0 ? null : "c" }),
            < 9 => new AttemptFinished(
                Ref(change, trials),
                new TrialEnded
                {
                    Outcome = (AttemptOutcome)(change.Pick % 5),
                    Reason = $"because {change.Pick}",
                    StderrTail = "last words"
                },
                Endings[change.Pick % Endings.Length])
            {
                LastEpoch = LastEpoch(change),
            },
            12 => new WaitingTrialStopped(Ref(change, trials), $"because {change.Pick}") { LastEpoch = LastEpoch(change) },
            17 => new WaitingTrialEnded(
                Ref(change, trials), change.Pick % 2 == 0 ? TrialStatus.Completed : TrialStatus.Diverged, $"because {change.Pick}"),
            13 => new TrialResumed(Ref(change, trials)),
            16 => new PlannedTrialPaused(Ref(change, trials), $"because {change.Pick}"),
            14 => new EventNoted(Ref(change, trials), new SweepEvent
            {
                Number = ++logged,
                Kind = (SweepEventKind)(change.Pick % 3),
                Trial = change.Trial,
                Epoch = change.Epoch,
                Value = change.Pick % 2 == 0 ? null : change.Pick,
                Status = change.Pick % 3 == 0 ? TrialStatus.Stopped : null,
                Others = change.Pick % 2 == 0 ? null : """{"seconds":3}""",
            }),
            15 => new DecisionMade(Ref(change, trials), new Decision
            {
                Number = ++logged,
                Seen = change.Epoch,
                Kind = (DecisionKind)(change.Pick % 5),
                Trial = change.Trial,
                Reason = change.Pick % 2 == 0 ? null : "because",
                Evidence = change.Pick % 3 == 0 ? null : "{}",
                Parent = change.Pick % 7 == 0 ? 1 : null,
            })
            {
                // A new trial, or one that is there.
                Added = change.Pick % 4 == 0 ? Given.Trial(change.Trial + 2, """{"cell":"gru","lr":0.5}""") : null,
            },
            > 9 => new TrialRetried(Ref(change, trials)),
            _ => new PlannedTrialCancelled(Ref(change, trials), "cancelled by the user"),
        };

        private static int? LastEpoch(Change change) => change.Pick % 3 == 0 ? change.Epoch : null;

        // Half of the changes are about an attempt that an earlier change of the same call may start.
        private TrialRef Ref(Change change, IReadOnlyList<TrialRow> trials) => change.Pick % 2 == 0
            ? Next(change, trials)
            : new(sweep, change.Trial, Attempts(change, trials) + change.Offset);

        private TrialRef Next(Change change, IReadOnlyList<TrialRow> trials) =>
            new(sweep, change.Trial, Attempts(change, trials) + 1 + change.Offset);

        private static int Attempts(Change change, IReadOnlyList<TrialRow> trials) =>
            trials.FirstOrDefault(trial => trial.Number == change.Trial)?.Attempts ?? 0;

        private static SlotName Slot(int pick) => new($"node/cpu/{pick % 3}");

        private static string Text(EpochRow row) => $"{row.Trial} {row.Epoch} {row.Attempt} {row.Seconds} {string.Join(", ", row.Metrics)}";
    }
}

/// <summary>The rules, kept by SQLite.</summary>
public sealed class SqliteRulesProperties : TrialRulesProperties, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-rules-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override Task<LedgerAddress> Address() => Task.FromResult<LedgerAddress>(new SqliteAddress(Path.Combine(folder, "sweep.db")));
}

/// <summary>The rules, kept by PostgreSQL.</summary>
public sealed class PostgresRulesProperties : TrialRulesProperties
{
    protected override async Task<LedgerAddress> Address()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        return new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
    }
}
