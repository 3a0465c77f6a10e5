using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Samplers;
using Sweep.Search.Scheduling;
using Sweep.Search.Strategies;

namespace Sweep.Experiments.Specs;

/// <summary>What a spec says to the schedule, and what it takes over from another sweep.</summary>
public static class SpecSchedule
{
    /// <summary>The part of the spec that decides about trials while they run.</summary>
    public static ScheduleRules Rules(this SweepSpec spec) => new()
    {
        Sweep = spec.Name,
        Metric = spec.Metric,
        Maximize = spec.Maximize,
        Summary = spec.Summary,
        Goals = spec.Goals.IsPlain ? null : spec.Goals,
        Target = spec.Target,
        MaxTime = spec.MaxTime,
        Retries = spec.Retries,
        MaxTrials = spec.MaxTrials,
        First = [.. spec.Enqueued.Select(one => one.Config)],
    };

    /// <summary>The part of the spec that decides what is tried.</summary>
    public static StrategyRules StrategyRules(this SweepSpec spec) =>
        new(spec.Replicates, spec.MaxTrials, spec.Maximize, spec.Summary)
        {
            Width = spec.Width,
            Races = spec.Races,
            Enqueued = [.. spec.Enqueued.Select(one => one.Config)],
            Known = spec.Known,
            Goals = spec.Goals.IsPlain ? null : spec.Goals,
        };

    /// <summary>A fresh strategy.</summary>
    public static Strategy NewStrategy(this SweepSpec spec) =>
        new(spec.StrategyRules(), spec.IsOpen ? spec.SamplerFor(spec.Sampler, spec.Seed) : null, spec.NewStopper());

    /// <summary>A sampler of the sweep, which learns in the way that the early-stopping rule asks for.</summary>
    /// <param name="spec">The sweep.</param>
    /// <param name="method">One of <see cref="SamplerFactory.Methods"/>.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    /// <exception cref="ArgumentException">The method does not fit the space.</exception>
    public static ISampler NewSampler(this SweepSpec spec, string method, long seed) =>
        spec.SamplerFor(SamplerFactory.Make(method, spec.Space, seed, spec.Goals.HasSeveral), seed);

    private static ISampler SamplerFor(this SweepSpec spec, ISampler sampler, long seed) =>
        sampler.IsAdaptive && spec.NewStopper().ChoosesByRung ? new BohbSampler(spec.Space, seed, sampler) : sampler;

    /// <summary>Derives every decision of a sweep again from what the ledger holds.</summary>
    /// <param name="spec">The sweep's file.</param>
    /// <param name="trials">By number.</param>
    /// <param name="events">By number.</param>
    /// <param name="decisions">By number.</param>
    /// <param name="isOver">True when nothing more happens: then every event counts; else those that some decision knew.</param>
    /// <param name="listMetric">Reads the metric of all accepted epochs; asked only when events lack some.</param>
    /// <returns>Each difference as a sentence; empty = every decision is what it would be now.</returns>
    public static async Task<IReadOnlyList<string>> Replay(
        this SweepSpec spec, IReadOnlyList<TrialRow> trials, IReadOnlyList<SweepEvent> events, IReadOnlyList<Decision> decisions,
        bool isOver, Func<Task<IReadOnlyList<MetricRow>>> listMetric)
    {
        var found = await new LedgerState(trials) { Events = events, Decisions = decisions }.WithUntold(listMetric);
        var known = decisions.Count == 0 ? 0 : decisions.Max(decision => decision.Seen);
        if (!isOver) found = found.Until(known);
        return found.Fold(spec.NewStrategy(), asksSampler: true);
    }

    /// <summary>What trials take of a device: what the file says, memory by the experiment's prediction (null = unknown) when it says
    /// nothing.</summary>
    public static TrialNeeds Needs(this SweepSpec spec, Func<PlannedTrial, long?>? predict)
    {
        var basis = spec.Gpus switch
        {
            null => new SlotNeed(),
            0 => new SlotNeed { Device = DeviceClass.Cpu },
            { } share => new SlotNeed { Device = DeviceClass.Cuda, Share = share },
        };
        return spec.MemoryBytes is { } bytes ? new TrialNeeds(basis with { MemoryBytes = bytes }) : new TrialNeeds(basis, predict);
    }

    /// <summary>Configurations of another sweep that are configurations of this one, with what became of them.</summary>
    /// <param name="spec">The sweep that is to begin.</param>
    /// <param name="trials">Trials of the other one by number, without those that began with the checkpoint of another trial.</param>
    /// <param name="metrics">The metric of its accepted epochs, by trial and epoch.</param>
    /// <param name="needed">Seeds of a configuration that must have ended there before anything is known of it, at least 1.</param>
    public static KnownSweep TakeFrom(
        this SweepSpec spec, IReadOnlyList<TrialRow> trials, IReadOnlyList<MetricRow> metrics, int needed) =>
        new WarmStart(
            new SpaceFit(spec.Space, ParameterValues.Defaults(spec.Definition)), spec.StrategyRules(), spec.NewStopper().Rungs)
            .Take(trials, metrics, needed);
}
