using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Rankings;

/// <summary>One trial with what ranks and compares it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">Its state.</param>
/// <param name="Metric">Its best metric so far; null without any.</param>
/// <param name="Config">Place of its configuration in <see cref="SweepResults.Configs"/>.</param>
/// <param name="Replicate">Its replicate, from 0.</param>
/// <param name="Floor">Lowest possible perplexity of its corpus; null when unknown.</param>
public readonly record struct TrialResult(int Number, TrialStatus Status, double? Metric, int Config, int Replicate, double? Floor);

/// <summary>All trials of a sweep with what ranks and compares them. There may be very many, so configurations are kept once each and
/// known by place.</summary>
/// <param name="Configs">Configurations in order of their first trials; each has one.</param>
/// <param name="Trials">Trials by number.</param>
public sealed record SweepResults(IReadOnlyList<TrialConfig> Configs, TrialResult[] Trials)
{
    /// <summary>The results of full rows.</summary>
    public static SweepResults Of(IEnumerable<TrialRow> trials)
    {
        var collected = new CollectedResults();
        foreach (var trial in trials.OrderBy(trial => trial.Number)) collected.Add(trial);
        return collected.Results();
    }
}

/// <summary>Collects results of rows that come one by one and are not kept.</summary>
public sealed class CollectedResults
{
    private readonly Dictionary<TrialConfig, int> places = [];
    private readonly List<TrialConfig> configs = [];
    private readonly List<TrialResult> trials = [];

    /// <summary>Takes the next trial, whose number is larger than those before.</summary>
    public void Add(TrialRow trial)
    {
        if (places.TryAdd(trial.Plan.Config, configs.Count)) configs.Add(trial.Plan.Config);
        trials.Add(new TrialResult(trial.Number, trial.Status, trial.Metric, places[trial.Plan.Config], trial.Plan.Replicate,
            trial.Plan.Corpus?.FloorPerplexity));
    }

    /// <summary>What was collected.</summary>
    public SweepResults Results() => new(configs, [.. trials]);
}

/// <summary>Which trials belong to which configuration, in two arrays for all of them.</summary>
internal sealed class TrialsByConfig
{
    private readonly int[] starts;
    private readonly int[] places;

    public TrialsByConfig(SweepResults results)
    {
        (starts, places) = (new int[results.Configs.Count + 1], new int[results.Trials.Length]);
        foreach (var trial in results.Trials) starts[trial.Config + 1]++;
        for (var config = 1; config < starts.Length; config++) starts[config] += starts[config - 1];
        var next = starts.AsSpan(0, results.Configs.Count).ToArray();
        for (var place = 0; place < places.Length; place++) places[next[results.Trials[place].Config]++] = place;
    }

    /// <summary>Places of the trials of a configuration in <see cref="SweepResults.Trials"/>.</summary>
    public ReadOnlySpan<int> this[int config] => places.AsSpan(starts[config], starts[config + 1] - starts[config]);
}
