using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;

namespace Sweep.Page.Answers;

/// <summary>The trials of a sweep, very many maybe, as columns: read one by one, and no more is kept than is told of them.</summary>
internal sealed class TrialColumns(OpenSweep sweep)
{
    private static readonly IReadOnlyList<string> Statuses = [.. Enum.GetValues<TrialStatus>().Select(status => status.SnakeCase())];

    private readonly List<KeptTrial> kept = [];
    private readonly OrderedDictionary<string, int> slots = [];

    /// <param name="since">The version that was asked for; null = all trials.</param>
    /// <param name="numbers">Numbers of those that are wanted; null = all.</param>
    public async Task<object> Of(string? version, string? since, IReadOnlySet<int>? numbers)
    {
        var results = await Task.Run(() => Read(numbers));
        // After the trials: whoever is among them has its parent.
        var parents = await OpenSweep.Parents(sweep.Ledger, sweep.Name);
        var ranked = await sweep.Rank(results);
        var (order, firsts) = (new RankedTrials(sweep.Row, results, ranked), Firsts(results));
        var (parameters, values) = (VaryingParameters.Of(results.Configs), new ConfigValues(results.Configs));
        return new
        {
            Version = version,
            Since = since,
            Statuses,
            Slot = kept.Select(trial => trial.Slot),
            Slots = slots.Keys,
            Number = Each(trial => trial.Number),
            Status = Each(trial => (int)trial.Status),
            Metric = Each(trial => trial.Metric),
            BestEpoch = kept.Select(trial => trial.BestEpoch),
            EpochsDone = kept.Select(trial => trial.EpochsDone),
            Epochs = kept.Select(trial => trial.Epochs),
            Attempts = kept.Select(trial => trial.Attempts),
            Failures = kept.Select(trial => trial.Failures),
            Replicate = Each(trial => trial.Replicate),
            Seed = kept.Select(trial => Text(trial.Seed)),
            StartedAt = kept.Select(trial => trial.StartedAt),
            EndedAt = kept.Select(trial => trial.EndedAt),
            Reason = kept.Select(trial => trial.Reason),
            Parent = Each(trial => parents.TryGetValue(trial.Number, out var parent) ? parent : (int?)null),
            Config = Each(trial => firsts[trial.Config]),
            Rank = Each(trial => RankOf(trial)?.Rank),
            Tied = Each(trial => RankOf(trial)?.IsTied),
            Sound = kept.Select(trial => order.CanBeBest(trial.Place)),
            Params = parameters.Names.ToDictionary(name => name, name => values.Of(name, Each(trial => trial.Config))),
            Always = parameters.Constant.ToDictionary(constant => constant.Key, constant => values.Of(constant.Key, [0]).First()),
        };

        IEnumerable<T> Each<T>(Func<TrialResult, T> value) => kept.Select(trial => value(results.Trials[trial.Place]));

        RankedConfig? RankOf(TrialResult trial) => order.PlaceOf(trial.Config) is var place && place < ranked.Count ? ranked[place] : null;
    }

    /// <summary>A whole number as text: scripts of a browser lose its last digits.</summary>
    public static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private SweepResults Read(IReadOnlySet<int>? numbers)
    {
        var results = new CollectedResults();
        using var trials = sweep.Ledger.ReadTrials(sweep.Name);
        foreach (var (place, trial) in trials.Rows.Index())
        {
            results.Add(trial);
            if (numbers?.Contains(trial.Number) == false) continue;
            kept.Add(new KeptTrial(
                place, PlaceOf(trial.Slot), trial.BestEpoch, trial.EpochsDone, trial.Plan.Epochs,
                trial.Attempts, trial.Failures, trial.Plan.Seed, Moments.Ms(trial.StartedAt), Moments.Ms(trial.EndedAt), trial.Reason));
        }

        return results.Results();
    }

    /// <summary>Place of a slot among all of them, which gets one where it has none.</summary>
    private int? PlaceOf(SlotName? slot)
    {
        if (slot is null) return null;
        slots.TryAdd(slot.Text, slots.Count, out var place);
        return place;
    }

    /// <summary>The number of the first trial of each configuration.</summary>
    private static int[] Firsts(SweepResults results)
    {
        var firsts = new int[results.Configs.Count];
        for (var place = results.Trials.Length - 1; place >= 0; place--)
            firsts[results.Trials[place].Config] = results.Trials[place].Number;
        return firsts;
    }

    /// <summary>What is told of a trial beside its result.</summary>
    private readonly record struct KeptTrial(
        int Place, int? Slot, int? BestEpoch, int EpochsDone, int Epochs, int Attempts, int Failures, long Seed, long? StartedAt,
        long? EndedAt, string? Reason);
}
