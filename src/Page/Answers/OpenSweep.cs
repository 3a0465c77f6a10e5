using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Page.Sources;
using Sweep.Reports.Outcomes;

namespace Sweep.Page.Answers;

/// <summary>A sweep that a request named, with the ledger it is in.</summary>
internal sealed record OpenSweep(ILedgerView Ledger, SweepRow Row)
{
    public string Name => Row.Name;

    /// <exception cref="PageRefusedException">There is no ledger yet, or no such sweep.</exception>
    public static async Task<OpenSweep> Find(IPageSource source, string name)
    {
        if (source.Open() is not { } ledger) throw PageRefusedException.NotFound($"there is no ledger at {source.Ledger} yet");
        if (await ledger.FindSweep(name) is { } row) return new OpenSweep(ledger, row);
        var known = (await ledger.ListSweeps()).Select(sweep => sweep.Name);
        throw PageRefusedException.NotFound($"there is no sweep '{name}' in {source.Ledger}{Suggestion.For(name, known)}");
    }

    /// <summary>Its ranks, as <c>sweep top</c> has them.</summary>
    public Task<IReadOnlyList<RankedConfig>> Rank(SweepResults results) => SweepRanking.Of(Ledger, Row, results);

    /// <exception cref="PageRefusedException">There is none of that number.</exception>
    public async Task<TrialRow> Trial(int number) => await Ledger.FindTrial(Name, number) ?? throw PageRefusedException.NotFound(
        Row.Trials == 0 ? $"sweep '{Name}' has no trial yet"
            : $"sweep '{Name}' has no trial {number}: its trials are 0 to {Row.Trials - 1}");

    /// <summary>Trials of a sweep that began with another one's checkpoint, with that one; decisions have them, rows of trials
    /// do not.</summary>
    public static async Task<IReadOnlyDictionary<int, int>> Parents(ILedgerView ledger, string sweep) =>
        (await ledger.FindDecisions(sweep, new DecisionQuery { OnlyForks = true })).DistinctBy(decision => decision.Trial)
            .ToDictionary(decision => decision.Trial, decision => decision.Parent!.Value);
}

/// <summary>Times as scripts of a browser count them: milliseconds since 1970, UTC.</summary>
internal static class Moments
{
    public static long Ms(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    public static long? Ms(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();
}
