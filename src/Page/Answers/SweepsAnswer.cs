using System.Collections.Concurrent;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Page.Sources;
using Sweep.Reports.Pictures;

namespace Sweep.Page.Answers;

internal sealed class SweepsAnswer(IPageSource source, bool query)
{
    private const int MostOfSpark = 40;

    /// <summary>What was found of sweeps, as long as no trial of them has ended since: most of a ledger has been over for long.</summary>
    private readonly ConcurrentDictionary<string, (SweepRow At, Found Best)> known = new(StringComparer.Ordinal);

    public async Task<object> Make()
    {
        var ledger = source.Open();
        var sweeps = new List<object>();
        if (ledger is not null) foreach (var sweep in await ledger.ListSweeps()) sweeps.Add(await Of(ledger, sweep));
        return new { source.Ledger, Cluster = source.IsCluster, Query = query, source.Version, Sweeps = sweeps };
    }

    /// <summary>At most so many values, the first and the last among them.</summary>
    internal static IReadOnlyList<double> Thinned(IReadOnlyList<double> values) => values.Count <= MostOfSpark ? values
        : [.. Enumerable.Range(0, MostOfSpark).Select(i => values[(int)((long)i * (values.Count - 1) / (MostOfSpark - 1))])];

    private async Task<object> Of(ILedgerView ledger, SweepRow sweep)
    {
        var best = await Best(ledger, sweep);
        return new
        {
            sweep.Name,
            Status = source.StateOf(sweep),
            sweep.Description,
            sweep.Experiment,
            sweep.Metric,
            Goal = sweep.Maximize ? "maximize" : "minimize",
            sweep.Trials,
            sweep.FinalTrials,
            CreatedAt = Moments.Ms(sweep.CreatedAt),
            EndedAt = Moments.Ms(sweep.EndedAt),
            best.Best,
            best.BestTrial,
            best.Spark,
        };
    }

    private async Task<Found> Best(ILedgerView ledger, SweepRow sweep)
    {
        if (known.TryGetValue(sweep.Name, out var before) && before.At == sweep) return before.Best;
        var counted = !sweep.IsRanked || sweep.FinalTrials == 0 ? [] : await Counted(ledger, sweep);
        var best = counted is [.., var last] ? last.Best : (ValuedTrial?)null;
        var found = new Found(best?.Value, best?.Number, Thinned([.. counted.Select(trial => trial.Best.Value)]));
        known[sweep.Name] = (sweep, found);
        return found;
    }

    private static async Task<IReadOnlyList<CountedTrial>> Counted(ILedgerView ledger, SweepRow sweep)
    {
        var results = await ledger.ReadResults(sweep.Name);
        return (await Task.Run(() => EndedTrials.Read(ledger, sweep, results))).Counted;
    }

    private sealed record Found(double? Best, int? BestTrial, IReadOnlyList<double> Spark);
}
