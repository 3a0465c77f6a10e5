using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Strategies;

/// <summary>What a sweep tries and when it gives up on a trial: a sampler and an early-stopping rule, and nothing else. Its decisions are a
/// fold of the sweep's numbered events and of its own decisions; it has no other memory, no clock, no database and no thread.</summary>
/// <remarks>
/// Every decision has the number of the last event that it knew. Whoever folds the same log again gets the same decisions: a new
/// coordinator, who goes on from there, and <c>sweep replay</c>, which compares.
/// </remarks>
/// <param name="rules">What the sweep file says.</param>
/// <param name="sampler">Chooses configurations as they are needed; null = all trials were planned at submission.</param>
/// <param name="stopper">A fresh early-stopping rule.</param>
public sealed partial class Strategy(StrategyRules rules, ISampler? sampler, IStopper stopper)
{
    private const string Waited = "waited when the sweep closed: ";
    private const string ClosedBy = "closed";

    private readonly ConfigurationLog configurations = new(
        rules.Races ? 1 : rules.Replicates, rules.Summary, stopper.Rungs, rules.Goals);

    private readonly EnqueuedConfigs enqueued = new(rules.Enqueued, sampler);
    private readonly Dictionary<int, (TrialConfig Config, List<Reading> Reports)> curves = [];
    private readonly HashSet<int> paused = [];
    private bool exhausted;
    private int forks;

    /// <summary>True when no decision depends on any event, so that nobody need keep them.</summary>
    public bool IsBlind => sampler is not { IsAdaptive: true } && stopper.IsBlind && !Races;

    /// <summary>Virtual slots of a deterministic sweep; null = events are taken as they happen, or no decision depends on any.</summary>
    public int? Width => IsBlind ? null : rules.Width;

    /// <summary>Number of the last event.</summary>
    public long Seen { get; private set; }

    /// <summary>Number of the last decision.</summary>
    public long Decided { get; private set; }

    /// <summary>Trials that there are.</summary>
    public int Trials { get; private set; }

    /// <summary>Trials that may still be added; 0 = none.</summary>
    /// <remarks>The cap keeps whole configurations; only one below the number of replicates cuts into the one that it allows. A trial that
    /// takes the place of another one does not count.</remarks>
    public int MayStart => race?.MayStart(Room, exhausted)
        ?? (sampler is null || exhausted || (Room < rules.Replicates && Trials > 0) ? 0 : Room);

    /// <summary>Trials begin with checkpoints of others at multiples of this epoch; null = none does.</summary>
    public int? ForksEvery => stopper.ForksEvery;

    /// <summary>Configuration of a trial that was started, or that a rule looks at.</summary>
    public TrialConfig ConfigOf(int trial) =>
        configurations.Of(trial) is { } configuration ? configurations.ConfigOf(configuration) : curves[trial].Config;

    /// <summary>Trials that are paused, in no order.</summary>
    public IReadOnlyCollection<int> Paused => paused;

    /// <summary>A trial that was planned at submission.</summary>
    public void Plan(int trial, TrialConfig config)
    {
        Trials = Math.Max(Trials, trial + 1);
        Begin(trial, config);
    }

    /// <summary>Tells the rule of reports, by trial and epoch, that an older version accepted without a number.</summary>
    public void Recall(IEnumerable<MetricRow> metrics)
    {
        foreach (var row in metrics) Report(row.Trial, new Reading(row.Epoch, rules.Maximize ? -row.Metric : row.Metric), row.Others);
        Decided = 0;
    }

    /// <summary>So many of the last configurations that a user wants first come later: events tell when. Said before the first
    /// event.</summary>
    internal void EnqueueLater(int count) => enqueued.ComeLater(count);

    /// <summary>The number that the next event gets.</summary>
    public long NextEvent => Seen + 1;

    /// <summary>Takes the next event and decides what follows from it at once.</summary>
    /// <exception cref="ArgumentException">It is not the next one.</exception>
    public IReadOnlyList<Decision> Take(SweepEvent happened)
    {
        if (happened.Number != NextEvent)
            throw new ArgumentException($"expected event {NextEvent} of the sweep, found event {happened.Number}", nameof(happened));
        Seen = happened.Number;
        switch (happened.Kind)
        {
            case SweepEventKind.Report when happened.Value is { } value:
                return Report(happened.Trial, new Reading(happened.Epoch, rules.Maximize ? -value : value), happened.Others);
            case SweepEventKind.End:
                paused.Remove(happened.Trial);
                if (happened.Value is { } told) configurations.Tell(happened.Trial, rules.Maximize ? -told : told);
                stopper.End(happened.Trial, happened.Status!.Value);
                configurations.End(happened.Trial, happened.Status!.Value, Seen);
                NoteSeed(happened.Trial, happened.Status!.Value);
                break;
            case SweepEventKind.Retry:
                configurations.GoOn(happened.Trial);
                ReturnSeed(happened.Trial);
                break;
            case SweepEventKind.Enqueue:
                enqueued.Add(happened.Epoch);
                break;
        }

        return [];
    }

    /// <summary>Takes a report as the next event.</summary>
    internal IReadOnlyList<Decision> TakeReport(int trial, int epoch, double value) =>
        Take(new() { Number = NextEvent, Kind = SweepEventKind.Report, Trial = trial, Epoch = epoch, Value = value });

    /// <summary>Takes the end of a trial as the next event, with its value, whatever it reported; null = what it reported.</summary>
    internal IReadOnlyList<Decision> TakeEnd(int trial, TrialStatus status, double? told = null) =>
        Take(new() { Number = NextEvent, Kind = SweepEventKind.End, Trial = trial, Status = status, Value = told });

    /// <summary>The trial that <see cref="Promote"/> would be about; null = none.</summary>
    public int? Promotable => stopper.Promotable;

    /// <summary>A paused trial that goes on now, or ends while another one takes its place; empty = none. Asked when a slot is
    /// free.</summary>
    public IReadOnlyList<Decision> Promote() => stopper.Promote() is { } promotion ? Promoted(promotion) : [];

    /// <summary>Ends the trials that wait, because nothing more will let them go on.</summary>
    /// <param name="closed">Why the sweep takes no trial on any more, as it tells its user; null = the rule lets none go on.</param>
    public IReadOnlyList<Decision> StopPaused(string? closed = null) => StopPaused(closed, isNoted: true);

    /// <summary>The same for a decision of the log that stopped one, of whose cause the log alone knows.</summary>
    internal IReadOnlyList<Decision> StopPausedAgain(Decision logged)
    {
        if (NotedCause(logged) is { } closed) return StopPaused(closed, isNoted: true);
        // Logs of earlier versions say it in the sentence alone.
        var isToldOnly = logged.Evidence is null && logged.Reason?.StartsWith(Waited, StringComparison.Ordinal) == true;
        return StopPaused(isToldOnly ? logged.Reason![Waited.Length..] : null, isNoted: false);
    }

    private List<Decision> StopPaused(string? closed, bool isNoted)
    {
        var waiting = paused.Order().ToList();
        paused.Clear();
        var reason = closed is null ? $"{stopper.Name}: was not promoted" : Waited + closed;
        var evidence = closed is null || !isNoted ? null : new JsonObject { [ClosedBy] = closed }.ToJsonString();
        return waiting.ConvertAll(trial => Next(DecisionKind.Stop, trial, Seen) with { Reason = reason, Evidence = evidence });
    }

    private static string? NotedCause(Decision logged) =>
        logged.Evidence is { } evidence && JsonNode.Parse(evidence) is JsonObject facts && facts[ClosedBy] is JsonValue cause
            && cause.TryGetValue<string>(out var closed) ? closed : null;

    /// <summary>Which seed of its configuration a trial has, from 0.</summary>
    public int ReplicateOf(int trial) => configurations.ReplicateOf(trial);

    /// <summary>Numbers of the trials of a configuration, by seed.</summary>
    internal IReadOnlyList<int> TrialsOf(int configuration) => configurations.TrialsOf(configuration);

    /// <summary>Takes a decision of the log that was made before, in its place.</summary>
    /// <param name="decision">The next one of the log; all events up to the last that it knew were taken.</param>
    /// <param name="added">The trial that it adds; null when it adds none.</param>
    internal void Redo(Decision decision, PlannedTrial? added)
    {
        Decided = decision.Number;
        switch (decision.Kind)
        {
            case DecisionKind.Start:
                AddSeed(ConfigurationOf(added!), decision.Trial);
                break;
            case DecisionKind.Fork:
                AddFork(decision.Trial, added!.Config, decision.ParentEpoch!.Value);
                break;
            case DecisionKind.Pause:
                Pause(decision.Trial);
                break;
            case DecisionKind.Resume:
                paused.Remove(decision.Trial);
                configurations.GoOn(decision.Trial);
                break;
            case DecisionKind.Stop:
                paused.Remove(decision.Trial);
                break;
        }
    }

    private int Room => Math.Max(0, (rules.MaxTrials ?? int.MaxValue) - (Trials - forks));

    private int Begin(TrialConfig config) => configurations.Start(config, enqueued.Start(config));

    private void Begin(int trial, TrialConfig config, int epoch = 0)
    {
        if (!stopper.IsBlind && curves.TryAdd(trial, (config, []))) stopper.Begin(trial, config, epoch);
    }

    private void AddFork(int trial, TrialConfig config, int epoch)
    {
        if (trial < Trials) return;
        Trials = trial + 1;
        forks++;
        Begin(trial, config, epoch);
    }

    private IReadOnlyList<Decision> Report(int trial, Reading report, string? others)
    {
        configurations.Report(trial, report, others);
        if (!curves.TryGetValue(trial, out var curve)) return [];
        curve.Reports.Add(report);
        stopper.Note(trial, report);
        return stopper.Judge(new TrialCurve(trial, curve.Config, curve.Reports)) switch
        {
            StopVerdict stop => [Because(Next(DecisionKind.Stop, trial, Seen), stop)],
            PauseVerdict pause => PauseUnlessPromoted(trial, pause),
            ForkVerdict fork => Fork(trial, fork),
            _ => [],
        };
    }

    /// <summary>A trial that would go on at once keeps its slot.</summary>
    private IReadOnlyList<Decision> PauseUnlessPromoted(int trial, PauseVerdict verdict)
    {
        var promotion = stopper.Promote();
        if (promotion?.Trial == trial) return Promoted(promotion);
        Pause(trial);
        var pause = Because(Next(DecisionKind.Pause, trial, Seen), verdict);
        return promotion is null ? [pause] : [pause, .. Promoted(promotion)];
    }

    private IReadOnlyList<Decision> Promoted(Promotion promotion) =>
        promotion.Fork is { } fork ? Fork(promotion.Trial, fork) : [Resume(promotion)];

    /// <summary>A trial ends, and another one takes its place.</summary>
    private IReadOnlyList<Decision> Fork(int trial, ForkVerdict verdict)
    {
        paused.Remove(trial);
        var stop = Because(Next(DecisionKind.Stop, trial, Seen), verdict);
        var added = Trials;
        AddFork(added, verdict.Config, verdict.Epoch);
        var fork = Because(Next(DecisionKind.Fork, added, Seen), verdict);
        return [stop, fork with { Parent = verdict.Parent, ParentEpoch = verdict.Epoch }];
    }

    private void Pause(int trial)
    {
        paused.Add(trial);
        configurations.End(trial, TrialStatus.Paused, Seen);
    }

    private Decision Resume(Promotion promotion)
    {
        paused.Remove(promotion.Trial);
        configurations.GoOn(promotion.Trial);
        return Next(DecisionKind.Resume, promotion.Trial, Seen) with
        {
            Reason = promotion.Reason,
            Evidence = promotion.Evidence?.ToJsonString(),
        };
    }

    private static Decision Because(Decision decision, Verdict verdict) =>
        decision with { Reason = verdict.Reason, Evidence = verdict.Evidence?.ToJsonString() };

    private Decision Next(DecisionKind kind, int trial, long seen) =>
        new() { Number = ++Decided, Seen = seen, Kind = kind, Trial = trial };
}
