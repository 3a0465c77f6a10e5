using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;

namespace Sweep.Reports.Leaderboards;

/// <summary>Reads what a leaderboard needs from a ledger.</summary>
public static class LeaderboardReader
{
    /// <summary>Speeds of more trials than these are read all at once.</summary>
    private const int Few = 500;

    /// <summary>Reads it. Speeds of configurations beyond those that will be shown are not read.</summary>
    public static async Task<Leaderboard> Read(ILedgerView ledger, SweepRow sweep, int shown = int.MaxValue) =>
        await Read(ledger, sweep, await ledger.ReadResults(sweep.Name), shown);

    /// <summary>The same where the results have been read.</summary>
    public static async Task<Leaderboard> Read(ILedgerView ledger, SweepRow sweep, SweepResults results, int shown)
    {
        // Beside the ranking, since either takes long where there are many configurations.
        var parameters = Task.Run(() => VaryingParameters.Of(results.Configs));
        var ranked = await SweepRanking.Of(ledger, sweep, results);
        List<int> asked = [.. ranked.Take(Math.Min(shown, Few)).SelectMany(r => r.Trials)];
        var speeds = await ledger.MedianSpeeds(sweep.Name, shown < ranked.Count && shown < Few && asked.Count < Few ? asked : null);
        return new Leaderboard(sweep, results.Trials, ranked, speeds, await parameters);
    }
}
