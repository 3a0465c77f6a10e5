using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Tests;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Whatever happens, in whatever order and however often, the ledger and the schedule tell one story.</summary>
public sealed class ScheduleProperties
{
    private const int Trials = 6;
    private static readonly string[] Slots = ["n/cpu/0", "n/cpu/1", "m/cpu/0"];
    // A fault of the place pauses the whole sweep on purpose; a specification of its own says how.
    private static readonly AttemptOutcome[] Outcomes = [.. Enum.GetValues<AttemptOutcome>().Where(o => o != AttemptOutcome.NodeFault)];

    /// <summary>An event that may be real, stale, repeated or plain wrong: any slot, any trial, any attempt near the current one.</summary>
    private static readonly Gen<Happening> AnyHappening = Gen.Select(
        Gen.Int[0, Slots.Length - 1],
        Gen.Int[0, Trials - 1],
        Gen.Int[-1, 1],
        Gen.Int[0, 12],
        (slot, trial, attempt, kind) => new Happening(Slots[slot], trial, attempt, kind));

    [Fact]
    public void Every_trial_ends_in_exactly_one_final_state_whatever_the_events() =>
        AnyHappening.List[0, 200].Sample(happenings =>
        {
            var world = new World(new InMemoryLedger());
            foreach (var happening in happenings) world.Happen(happening);
            world.FinishEverything();
            world.CheckTheEnd();
        });

    [Fact]
    public void The_same_holds_when_coordinators_come_and_go() =>
        Gen.Select(AnyHappening.List[0, 60], AnyHappening.List[0, 60], Gen.Bool).Sample((before, after, workersSurvive) =>
        {
            var world = new World(new InMemoryLedger());
            foreach (var happening in before) world.Happen(happening);
            world.ReplaceCoordinator(workersSurvive);
            foreach (var happening in after) world.Happen(happening);
            world.FinishEverything();
            world.CheckTheEnd();
        });

    private sealed record Happening(string Slot, int Trial, int AttemptOffset, int Kind);

    private sealed class World
    {
        private readonly InMemoryLedger ledger;
        private readonly Dictionary<SlotName, TrialRef> onSlot = [];
        private SweepSchedule schedule;
        private long token;

        public World(InMemoryLedger ledger)
        {
            this.ledger = ledger;
            var trials = Enumerable.Range(0, Trials)
                .Select(n => new PlannedTrial { Number = n, Config = "{}", Replicate = 0, Seed = n, Epochs = 3 });
            Do(ledger.CreateSweep(
                new NewSweep { Name = Name, Yaml = "", BaseFolder = "/", Experiment = "noop", Metric = "loss", Replicates = 1 },
                [.. trials]));
            schedule = Rebuild([]);
        }

        public void Happen(Happening happening)
        {
            var attempt = Rows()[happening.Trial].Attempts + happening.AttemptOffset;
            Take(happening.Slot, new TrialRef(Name, happening.Trial, attempt), happening.Kind < Outcomes.Length
                ? Ended(Outcomes[happening.Kind])
                : Report(happening.Kind - Outcomes.Length + 1, loss: 1));
        }

        public void ReplaceCoordinator(bool workersSurvive)
        {
            if (!workersSurvive) onSlot.Clear();
            schedule = Rebuild([.. onSlot.Values]);
            foreach (var (slot, trial) in onSlot) Assert.True(schedule.Adopt(slot, trial), $"{trial} on {slot} was not adopted");
            Assign();
        }

        public void FinishEverything()
        {
            do
            {
                // Where nothing worked it has paused, and somebody resumes it.
                if (schedule.Fault is not null && onSlot.Count == 0) schedule = Rebuild([]);
                Assign();
                while (onSlot.Count > 0)
                {
                    var (slot, trial) = onSlot.First();
                    Take(slot, trial, Ended(AttemptOutcome.Completed));
                }
            }
            while (schedule.Fault is not null);
        }

        public void CheckTheEnd()
        {
            Assert.True(schedule.IsOver);
            Assert.All(Rows(), row => Assert.True(row.Status.IsFinal(), $"{row.Number} ended as {row.Status}"));
            var final = ledger.Accepted.OfType<AttemptFinished>().Where(f => f.Next.IsFinal()).Select(f => f.Trial.Trial)
                .Concat(ledger.Accepted.OfType<PlannedTrialCancelled>().Select(c => c.Trial.Trial));
            Assert.Equal(Enumerable.Range(0, Trials), final.Order());
            Assert.Equal(Rows().Count(r => r.Status == TrialStatus.Failed), schedule.Count(TrialStatus.Failed));
        }

        private void Take(SlotName slot, TrialRef trial, TrialEvent happened)
        {
            var step = new ScheduleStep();
            schedule.Take(slot, trial, happened, step);
            schedule.Assign(Slots, TimeSpan.Zero, step);
            Commit(step);
        }

        private void Assign()
        {
            var step = new ScheduleStep();
            schedule.Assign(Slots, TimeSpan.Zero, step);
            Commit(step);
        }

        private void Commit(ScheduleStep step)
        {
            Assert.All(Do(ledger.Apply(Name, token, step.Changes)), Assert.True);
            foreach (var ended in step.Changes.OfType<AttemptFinished>())
                onSlot.Remove(onSlot.Single(s => s.Value == ended.Trial).Key);
            foreach (var start in step.Actions.OfType<StartOnSlot>())
                Assert.True(onSlot.TryAdd(start.Slot, start.Trial), $"{start.Slot} already runs {onSlot.GetValueOrDefault(start.Slot)}");
            Assert.Equal(onSlot.Keys.ToHashSet(), schedule.BusySlots.ToHashSet());
        }

        private SweepSchedule Rebuild(IReadOnlyCollection<TrialRef> stillRunning)
        {
            token = Do(ledger.Claim(Name, stillRunning));
            return Rebuilt(Rules, new NeverStop(), Rows(), Do(ledger.ListMetric(Name)));
        }

        private IReadOnlyList<TrialRow> Rows() => Do(ledger.ListTrials(Name));

        /// <summary>The in-memory ledger answers at once.</summary>
        private static T Do<T>(Task<T> done) => done.GetAwaiter().GetResult();

        private static void Do(Task done) => done.GetAwaiter().GetResult();
    }
}
