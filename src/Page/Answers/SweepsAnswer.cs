using System.Collections.Concurrent;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

/// <summary>All sweeps of a ledger.</summary>
/// <param name="source">Where they are.</param>
/// <param name="query">Whether people's own SQL is answered.</param>
internal sealed class SweepsAnswer(IPageSource source, bool query)
{
    private const int MostOfSpark = 40;

    /// <summary>What was found of sweeps, as long as no trial of them has ended since: most of a ledger has been over for long.</summary>
    private readonly ConcurrentDictionary<string, (SweepRow At, BestSoFar Best)> known = new(StringComparer.Ordinal);

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
            Best = best.Best.Count > 0 ? best.Best[^1] : (double?)null,
            BestTrial = best.Holder,
            Spark = best.Best,
        };
    }

    private async Task<BestSoFar> Best(ILedgerView ledger, SweepRow sweep)
    {
        if (known.TryGetValue(sweep.Name, out var before) && before.At == sweep) return before.Best;
        var best = BestSoFar.Of(await Ended(ledger, sweep), sweep.Maximize);
        best = best with { Best = Thinned(best.Best), Trial = [], At = [], Epochs = [], Value = [] };
        known[sweep.Name] = (sweep, best);
        return best;
    }

    private static async Task<IReadOnlyList<TrialRow>> Ended(ILedgerView ledger, SweepRow sweep)
    {
        if (!sweep.IsRanked || sweep.FinalTrials == 0) return [];
        using var trials = await Task.Run(() => ledger.ReadTrials(sweep.Name));
        return [.. trials.Rows.Where(trial => trial.Status.IsFinal() && trial.Metric is not null)];
    }
}

/// <summary>The best value so far over the trials in the order in which they ended.</summary>
internal sealed record BestSoFar
{
    /// <summary>Numbers of the trials.</summary>
    public IReadOnlyList<int> Trial { get; init; } = [];

    /// <summary>When they ended.</summary>
    public IReadOnlyList<long> At { get; init; } = [];

    /// <summary>Epochs of all trials that ended up to then.</summary>
    public IReadOnlyList<long> Epochs { get; init; } = [];

    /// <summary>Their values.</summary>
    public IReadOnlyList<double> Value { get; init; } = [];

    /// <summary>The best up to then.</summary>
    public IReadOnlyList<double> Best { get; init; } = [];

    /// <summary>The trial with the best value of all; null without any.</summary>
    internal int? Holder { get; init; }

    /// <param name="trials">Trials of one sweep.</param>
    /// <param name="maximize">True when a larger value is better.</param>
    public static BestSoFar Of(IEnumerable<TrialRow> trials, bool maximize)
    {
        List<TrialRow> ended = [.. trials.Where(trial => trial.Status.IsFinal() && trial.EndedAt is not null)
            .OrderBy(trial => trial.EndedAt).ThenBy(trial => trial.Number)];
        var (valued, epochs, best, sum, holder) = (new List<TrialRow>(), new List<long>(), new List<double>(), 0L, (TrialRow?)null);
        foreach (var trial in ended)
        {
            sum += trial.EpochsDone;
            if (trial.Metric is not { } metric) continue;
            if (holder is null || (maximize ? metric > holder.Metric : metric < holder.Metric)) holder = trial;
            valued.Add(trial);
            epochs.Add(sum);
            best.Add(holder.Metric!.Value);
        }

        return new BestSoFar
        {
            Trial = valued.ConvertAll(trial => trial.Number),
            At = valued.ConvertAll(trial => Moments.Ms(trial.EndedAt!.Value)),
            Epochs = epochs,
            Value = valued.ConvertAll(trial => trial.Metric!.Value),
            Best = best,
            Holder = holder?.Number,
        };
    }
}
