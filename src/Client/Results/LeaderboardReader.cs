using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>Reads what a leaderboard needs from a ledger.</summary>
public static class LeaderboardReader
{
    private const string Speed = "tokens_per_second";

    public static async Task<Leaderboard> Read(ILedgerReader ledger, SweepRow sweep)
    {
        var speeds = (await ledger.ListEpochs(sweep.Name))
            .Where(e => e.Metrics.GetValueOrDefault(Speed) > 0)
            .GroupBy(e => e.Trial)
            .ToDictionary(g => g.Key, g => Median([.. g.Select(e => e.Metrics[Speed]).Order()]));
        return new Leaderboard(sweep, await ledger.ListTrials(sweep.Name), speeds);
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
