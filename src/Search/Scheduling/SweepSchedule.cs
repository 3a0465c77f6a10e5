using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Strategies;

namespace Sweep.Search.Scheduling;

/// <summary>The life of every trial of one sweep: which trial starts next and where, what each event of a worker means, when the sweep is
/// over. Pure: no Orleans, clock, disk or process. Time comes in as an argument, decisions go out in a
/// <see cref="ScheduleStep"/>.</summary>
/// <remarks>
/// <code>
/// planned  --slot free------------------------------------------> running      attempt + 1
/// running  --ended completed / stopped / diverged / cancelled---> that status  final
/// running  --ended crashed / out of memory / hung / error-------> planned while failures &lt;= retries, else failed
/// running  --ended bad input------------------------------------> failed       never retried
/// running  --interrupted, slot lost-----------------------------> planned      never counted
/// running  --the rule pauses it, checkpoint saved----------------> paused       holds no slot
/// paused   --the rule lets it go on-----------------------------> planned
/// paused   --nothing more will let it go on---------------------> stopped
/// planned  --cancel, target reached, time spent-----------------> cancelled
/// </code>
/// An event of any attempt but the current one of its slot changes nothing.
/// </remarks>
public sealed partial class SweepSchedule
{
    private const int MostNotices = 100;

    private readonly ScheduleRules rules;
    private readonly Strategy strategy;
    private readonly PlanTrial? plan;
    private readonly SortedDictionary<int, TrialState> trials = [];
    private readonly PlannedTrials planned = new();
    private readonly Dictionary<TrialConfig, int> turns;
    private readonly Dictionary<SlotNeed, int> running = [];
    private readonly SlotFailures failures = new();
    private readonly CommonFailure common = new();
    private readonly TrialNeeds needs;
    private readonly Dictionary<SlotName, TrialState> bySlot = new();
    private readonly int[] counts = new int[Enum.GetValues<TrialStatus>().Length];
    private readonly Queue<string> notices = new();
    private SuggestionRequest? asked;

    /// <summary>True when somebody works on the answer to what is asked.</summary>
    private bool isTaken;

    private long epochs;
    private long epochsDone;

    /// <summary>Trials of which nobody knows how many epochs they run.</summary>
    private int openEnded;

    private string? closed;

    /// <summary>Rebuilds the schedule from the ledger.</summary>
    /// <param name="rules">What the spec says.</param>
    /// <param name="strategy">A fresh one; it is told everything that the log holds.</param>
    /// <param name="found">What the ledger holds.</param>
    /// <param name="plan">Writes out the trials of a configuration that the strategy starts; null = every trial is planned already.</param>
    /// <param name="needs">What trials take of a device; null = one unit of any.</param>
    public SweepSchedule(ScheduleRules rules, Strategy strategy, LedgerState found, PlanTrial? plan = null, TrialNeeds? needs = null)
    {
        (this.rules, this.strategy, this.plan, this.needs) = (rules, strategy, plan, needs ?? TrialNeeds.AnySlot);
        largest = this.needs.Basis;
        turns = rules.First.Select((config, turn) => (config, turn)).ToDictionary(pair => pair.config, pair => pair.turn);
        var past = found.Attempts.ToLookup(a => a.Trial);
        var forks = found.Decisions.Where(decision => decision.Kind == DecisionKind.Fork).ToDictionary(decision => decision.Trial);
        foreach (var row in found.Trials)
        {
            // A parent has a lower number, so it is there.
            var fork = forks.GetValueOrDefault(row.Number);
            var parent = fork is null ? null : trials[fork.Parent!.Value].Plan.Config;
            Insert(WithHistory(TrialState.From(row, fork, parent), past[row.Number]));
        }

        Fold(found);
        foreach (var number in found.Broken) trials[number].IsBroken = true;
        var hit = found.Trials.FirstOrDefault(row => row.Metric is { } value && rules.Reaches(value) && rules.IsSettled(row.Status)
            && !found.Broken.Contains(row.Number));
        if (hit is not null) closed = TargetReached(hit.Number);
    }

    /// <summary>True when nothing more will happen without the user.</summary>
    public bool IsOver => bySlot.Count == 0 && (IsInterrupted || !HasMoreTrials);

    /// <summary>True after <see cref="Interrupt"/>.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Why the place itself cannot go on (a full disk, say), which interrupted the sweep; null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>True after <see cref="Cancel"/>.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Trials begin with checkpoints of others at multiples of this epoch; null = none does.</summary>
    public int? ForksEvery => strategy.ForksEvery;

    /// <summary>Slots with an attempt on them.</summary>
    public IReadOnlyCollection<SlotName> BusySlots => bySlot.Keys;

    /// <summary>True when an attempt is on it.</summary>
    public bool IsBusy(SlotName slot) => bySlot.ContainsKey(slot);

    /// <summary>What the attempt on a busy slot takes.</summary>
    public SlotNeed NeedOn(SlotName slot) => bySlot[slot].Current!.Need;

    /// <summary>Trials of a status.</summary>
    public int Count(TrialStatus status) => counts[(int)status];

    /// <summary>True when trials wait, or more may be started.</summary>
    public bool HasMoreTrials =>
        planned.Count > 0 || counts[(int)TrialStatus.Paused] > 0 || (closed is null && (asked is not null || strategy.MayStart > 0));

    /// <summary>Takes over an attempt that still runs on a slot, at a coordinator's start;
    /// the ledger must hold the trial as running it.</summary>
    /// <returns>False when the ledger holds another attempt: the slot runs a zombie.</returns>
    public bool Adopt(SlotName slot, TrialRef trial)
    {
        if (!trials.TryGetValue(trial.Trial, out var state) || state.Status != TrialStatus.Running || state.Attempt != trial.Attempt)
            return false;
        if (state.Current is not null || bySlot.ContainsKey(slot)) return false;
        // Of an attempt that went on before it had paused, an earlier coordinator may have dropped reports.
        Occupy(state, new AttemptState(trial, slot, NeedOf(state)) { IsCut = state.Resumes > state.Pauses });
        return true;
    }

    /// <summary>Puts planned trials on free slots that were given for their need, lowest number first, after those
    /// that the user wants first.</summary>
    /// <param name="held">Slots the sweep may use; busy ones among them are left alone.</param>
    /// <param name="elapsed">Running time of the sweep so far.</param>
    /// <param name="step">Takes the decisions.</param>
    public void Assign(IEnumerable<SlotGrant> held, TimeSpan elapsed, ScheduleStep step)
    {
        if (rules.MaxTime is { } limit && elapsed >= limit) Close(rules.TimeSpent, step);
        if (closed is not null) CancelAllPlanned(step);
        var free = Free(held);
        DoWhatWasDecided(step);
        if (IsInterrupted || IsCancelled) return;
        Advance(step);
        // A trial that failed somewhere gets that slot only when nothing else is to run there and nowhere else is free.
        foreach (var grant in free.Where(_ => holds > 1)) Place(grant, number => trials[number].Avoids == grant.Slot, step);
        foreach (var grant in free.Where(grant => !bySlot.ContainsKey(grant.Slot))) Place(grant, _ => false, step);
        SettlePaused(step);
    }

    /// <summary>Takes one event of a slot. A repeat, or an event of another attempt than the slot's current one, changes nothing.</summary>
    public void Take(SlotName slot, TrialRef trial, TrialEvent happened, ScheduleStep step)
    {
        if (!bySlot.TryGetValue(slot, out var state) || state.Current!.Trial != trial) return;
        // A node of this build looked at it already.
        if (EventRules.Flaw(happened) is { } flaw)
        {
            if (happened is not TrialEnded)
            {
                Stop(state, AttemptOutcome.Crashed, Distrust(state, flaw), step);
                return;
            }

            happened = new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = Distrust(state, flaw) };
        }

        switch (happened)
        {
            case TrialStarted started:
                if (started.Epochs > 0) SetEpochs(state, started.Epochs);
                if (started.MadeBy is { } maker) step.Changes.Add(new AttemptDescribed(trial, maker));
                break;
            case TrialProgress progress:
                var sign = EventRules.Tidy(progress);
                (state.Current.Fraction, state.Current.TokensPerSecond) = (sign.Fraction, sign.TokensPerSecond);
                break;
            case TrialReport report:
                TakeReport(state, report, step);
                break;
            case TrialEnded ended:
                Finish(state, ended, step);
                break;
        }
    }

    /// <summary>The slot's attempt is gone without a word (node lost, slot taken): its trial is planned again.</summary>
    public void Lose(SlotName slot, TrialRef trial, AttemptOutcome outcome, string reason, ScheduleStep step) =>
        Take(slot, trial, new TrialEnded { Outcome = outcome, Reason = reason }, step);

    /// <summary>Ends running attempts after a checkpoint and starts no new ones.</summary>
    public void Interrupt(ScheduleStep step)
    {
        IsInterrupted = true;
        foreach (var state in bySlot.Values) Stop(state, AttemptOutcome.Interrupted, "the sweep was interrupted", step);
    }

    /// <summary>Ends running and planned trials as cancelled.</summary>
    public void Cancel(ScheduleStep step)
    {
        IsCancelled = true;
        Close("cancelled by the user", step);
        foreach (var state in bySlot.Values) Stop(state, AttemptOutcome.Cancelled, "cancelled by the user", step);
    }

    /// <summary>A trial waits for a slot: one whose configuration the user wants first before the others.</summary>
    private void AwaitSlot(TrialState state) =>
        planned.Add(state.Number, NeedOf(state), turns.Count == 0 ? 0 : turns.GetValueOrDefault(state.Plan.Config, turns.Count));

    /// <summary>A note for whoever watches; the newest hundred are kept.</summary>
    public void Note(string line)
    {
        notices.Enqueue(line);
        if (notices.Count > MostNotices) notices.Dequeue();
    }

    /// <summary>The state now.</summary>
    /// <param name="version">Number of this snapshot.</param>
    /// <param name="failure">Why the coordinator gave up; null when all is well.</param>
    /// <param name="isOver">True when the coordinator has recorded the end.</param>
    public SweepProgress Snapshot(long version, string? failure, bool isOver) => new()
    {
        Version = version,
        Counts = Enum.GetValues<TrialStatus>().ToDictionary(s => s, s => counts[(int)s]),
        Running = DescribeRunning(),
        EpochsDone = epochsDone,
        Epochs = openEnded > 0 ? 0 : epochs,
        IsOver = isOver,
        Failure = failure,
        Notices = [.. notices],
        Unchosen = plan is null || closed is not null || rules.MaxTrials is null ? 0 : strategy.MayStart,
    };

    /// <summary>Those on slots, by number. A snapshot is taken after each step, so this is made to be quick.</summary>
    private RunningTrial[] DescribeRunning()
    {
        TrialState[] running = [.. bySlot.Values];
        Array.Sort(Array.ConvertAll(running, trial => trial.Number), running);
        return Array.ConvertAll(running, Describe);
    }

    private static RunningTrial Describe(TrialState state) => new()
    {
        Trial = state.Current!.Trial,
        Config = state.Plan.Config,
        Slot = state.Current.Slot,
        EpochsDone = state.Current.LastEpoch,
        Epochs = state.Epochs,
        Fraction = state.Current.Fraction,
        Metric = state.Current.Metric,
        TokensPerSecond = state.Current.TokensPerSecond,
        EpochSeconds = state.Current.EpochSeconds,
    };

    private void Insert(TrialState state)
    {
        trials.Add(state.Number, state);
        counts[(int)state.Status]++;
        epochs += Math.Max(0, state.Epochs - state.Plan.ParentEpoch);
        epochsDone += state.EpochsDone - state.Plan.ParentEpoch;
        if (state.Status is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Diverged) common.NoteSuccess();
        if (state.Epochs == 0) openEnded++;
        if (state.Status == TrialStatus.Planned) AwaitSlot(state);
    }
}
