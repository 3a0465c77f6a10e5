using Sweep.Contracts;
using Sweep.Search.Objectives;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Strategies;

/// <summary>What is known of each configuration, by the event that told it: the history that a sampler may see at any event of the past. It
/// alone knows which trial is which seed of which configuration.</summary>
/// <param name="needed">Seeds of a configuration that must have ended before anything is known of it, at least 1.</param>
/// <param name="summary">Which report is the value of a trial.</param>
/// <param name="rungs">Epochs at which trials are compared, ascending.</param>
/// <param name="goals">Objectives and constraints on outcomes; null (default) = there is nothing but the loss.</param>
internal sealed class ConfigurationLog(int needed, MetricSummary summary, IReadOnlyList<int> rungs, Goals? goals = null)
{
    private readonly Dictionary<int, Configuration> byTrial = [];
    private readonly List<Configuration> started = [];
    private readonly List<(long Event, int Configuration, Observation Observation)> told = [];
    private readonly SortedDictionary<int, TrialConfig> running = [];

    /// <summary>The newest observation of each configuration, in the order in which they were first told.</summary>
    private readonly OrderedDictionary<int, Observation> finished = [];

    private long lastEnd;

    public int Count => started.Count;

    /// <summary>Numbers of the trials of a configuration, by seed; configurations have numbers from 0 in the order in which they were
    /// started.</summary>
    public IReadOnlyList<int> TrialsOf(int configuration) => started[configuration].Trials;

    /// <summary>Which seed of its configuration a trial has, from 0; 0 for a trial of no configuration that was started.</summary>
    public int ReplicateOf(int trial) => byTrial.TryGetValue(trial, out var configuration) ? configuration.Trials.BinarySearch(trial) : 0;

    /// <summary>Number of the configuration that a trial is a seed of; null = of none that was started.</summary>
    public int? Of(int trial) => byTrial.TryGetValue(trial, out var configuration) ? configuration.Index : null;

    public TrialConfig ConfigOf(int configuration) => started[configuration].Config;

    /// <summary>The first configuration like this of which the seed with this number comes next.</summary>
    public int? Find(TrialConfig config, int seed) =>
        started.Find(one => one.Trials.Count == seed && one.Config.Equals(config))?.Index;

    /// <summary>The value of a trial so far; null = it has none.</summary>
    public double? ValueOf(int trial) =>
        byTrial.TryGetValue(trial, out var configuration) && configuration.Values.TryGetValue(trial, out var value) ? value : null;

    /// <summary>True when the value of a trial so far breaks a constraint on outcomes.</summary>
    public bool IsBroken(int trial) => OutcomeOf(trial)?.Violation > 0;

    /// <summary>A configuration was started by a decision, after a suggestion of the sampler; -1 = the user chose it.</summary>
    /// <returns>Its number.</returns>
    public int Start(TrialConfig config, long suggestion)
    {
        var added = new Configuration(started.Count, config, suggestion);
        started.Add(added);
        running.Add(added.Index, config);
        return added.Index;
    }

    /// <summary>A trial was added that is the next seed of a configuration.</summary>
    public void Add(int configuration, int trial)
    {
        if (byTrial.TryAdd(trial, started[configuration])) started[configuration].Trials.Add(trial);
    }

    /// <summary>A trial reported a loss, and other metrics (<see cref="SweepEvent.Others"/>).</summary>
    public void Report(int trial, Reading report, string? others = null)
    {
        var loss = report.Loss;
        if (!byTrial.TryGetValue(trial, out var configuration) || !double.IsFinite(loss)) return;
        if (rungs.Count > 0) configuration.Climb(trial, report, rungs);
        if (summary == MetricSummary.Last || !configuration.Values.TryGetValue(trial, out var best) || loss < best)
            Set(configuration, trial, loss, others);
    }

    /// <summary>The value of a trial is this, whatever it reported. Of other metrics it says nothing, so it lacks the other objectives and
    /// holds no constraint.</summary>
    public void Tell(int trial, double loss)
    {
        if (byTrial.TryGetValue(trial, out var configuration)) Set(configuration, trial, loss, null);
    }

    private void Set(Configuration configuration, int trial, double loss, string? others)
    {
        configuration.Values[trial] = loss;
        if (goals is not null) configuration.Outcomes[trial] = goals.Of(goals.Objectives[0].Loss(loss), others);
    }

    /// <summary>A trial became final, or waits with what it has, as the event with this number says.</summary>
    public void End(int trial, TrialStatus status, long number)
    {
        if (!byTrial.TryGetValue(trial, out var configuration)) return;
        configuration.Ends[trial] = status;
        if (configuration.Ends.Count < needed) return;
        configuration.Ended ??= number;
        running.Remove(configuration.Index);
        lastEnd = number;
        // Of a cancelled seed nothing is learnt.
        var counted = configuration.Ends.Where(end => end.Value != TrialStatus.Cancelled).Select(end => end.Key).Order().ToList();
        if (counted.Count < needed) return;
        var isUsable = counted.All(seed =>
            configuration.Ends[seed] is not (TrialStatus.Diverged or TrialStatus.Failed) && configuration.Values.ContainsKey(seed)
                && OutcomeOf(seed) is not { Losses: null });
        var observation = new Observation(
            configuration.Suggestion, configuration.Config, isUsable ? counted.Average(seed => configuration.Values[seed]) : null)
        {
            Replicates = counted.Count,
            Rungs = Rungs(configuration, counted),
            Objectives = isUsable ? Objectives(counted) : [],
            Violation = counted.Average(seed => OutcomeOf(seed)?.Violation ?? 0),
        };
        told.Add((number, configuration.Index, observation));
        finished[configuration.Index] = observation;
    }

    private Outcome? OutcomeOf(int trial) => byTrial.GetValueOrDefault(trial)?.Outcomes.GetValueOrDefault(trial);

    /// <summary>Mean losses of some seeds, one for each objective; empty where there is only one.</summary>
    private IReadOnlyList<double> Objectives(IReadOnlyList<int> seeds) => goals is not { HasSeveral: true } ? []
        : [.. Enumerable.Range(0, goals.Objectives.Count).Select(i => seeds.Average(seed => OutcomeOf(seed)!.Losses![i]))];

    /// <summary>A trial goes on that had ended or waited.</summary>
    public void GoOn(int trial) => byTrial.GetValueOrDefault(trial)?.Ends.Remove(trial);

    /// <summary>Mean losses at the rungs that all of some seeds have reached.</summary>
    private RungLoss[] Rungs(Configuration configuration, IReadOnlyList<int> seeds)
    {
        if (!seeds.All(configuration.Climbs.ContainsKey)) return [];
        var climbs = seeds.Select(seed => configuration.Climbs[seed].AtRungs).ToList();
        return [.. rungs.Take(climbs.Min(climb => climb.Count)).Select((epoch, rung) => new RungLoss(
            epoch, climbs.Average(climb => climb[rung])))];
    }

    /// <summary>What was known when an event had happened, and nothing after it, and so many configurations were started.</summary>
    public SearchHistory At(long seen, int count)
    {
        // The present is asked for most, and is kept ready.
        if (lastEnd <= seen && count == started.Count) return new SearchHistory([.. finished.Values], [.. running.Values]);
        var past = new OrderedDictionary<int, Observation>();
        foreach (var (_, configuration, observation) in told.TakeWhile(one => one.Event <= seen)) past[configuration] = observation;
        var ran = started.Take(count).Where(one => !(one.Ended <= seen)).Select(one => one.Config);
        return new SearchHistory([.. past.Values], [.. ran]);
    }

    private sealed record Configuration(int Index, TrialConfig Config, long Suggestion)
    {
        public List<int> Trials { get; } = [];
        public Dictionary<int, double> Values { get; } = [];

        /// <summary>What the reports say that give <see cref="Values"/>.</summary>
        public Dictionary<int, Outcome> Outcomes { get; } = [];

        public Dictionary<int, TrialStatus> Ends { get; } = [];
        public Dictionary<int, Climb> Climbs { get; } = [];

        /// <summary>The best loss so far counts at each rung that a report is the first to reach, as the rule has it.</summary>
        public void Climb(int trial, Reading report, IReadOnlyList<int> rungs)
        {
            if (!Climbs.TryGetValue(trial, out var climb)) Climbs[trial] = climb = new Climb();
            climb.Best = Math.Min(climb.Best, report.Loss);
            while (climb.AtRungs.Count < rungs.Count && rungs[climb.AtRungs.Count] <= report.Epoch) climb.AtRungs.Add(climb.Best);
        }

        /// <summary>The event by which all of its trials had ended or waited for the first time; null = not yet.</summary>
        public long? Ended { get; set; }
    }

    /// <summary>A trial on its way up the rungs.</summary>
    private sealed class Climb
    {
        public double Best { get; set; } = double.PositiveInfinity;
        public List<double> AtRungs { get; } = [];
    }
}
