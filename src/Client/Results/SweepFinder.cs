using Sweep.Client.Cli;
using Sweep.Contracts.Rows;
using Sweep.Ledger;

namespace Sweep.Client.Results;

/// <summary>Finds what a user named, or says what there is.</summary>
public static class SweepFinder
{
    private const int Listed = 10;

    /// <param name="ledger">Where to look.</param>
    /// <param name="name">Name of the sweep.</param>
    /// <param name="ledgerPath">Path of the ledger, for messages.</param>
    /// <param name="hint">Writes a verb as the user would type it.</param>
    /// <exception cref="UserException">Bad input: no sweep of that name; the message lists the known ones.</exception>
    public static async Task<SweepRow> Find(ILedgerReader ledger, string name, string ledgerPath, Func<string, string> hint)
    {
        if (await ledger.FindSweep(name) is { } sweep) return sweep;
        var known = (await ledger.ListSweeps()).Select(s => s.Name).ToList();
        var near = ParseErrors.Nearest(name, known);
        throw UserException.BadInput(
            $"there is no sweep '{name}' in {ledgerPath}{(near is null ? "" : $"; did you mean '{near}'?")}",
            known.Count == 0 ? $"  it holds no sweep yet: '{hint("run FILE")}' adds one"
            : $"  it holds: {string.Join(", ", known.Take(Listed))}{(known.Count > Listed ? $" and {known.Count - Listed} more ('{hint("ls")}' lists them)" : "")}");
    }

    /// <exception cref="UserException">Bad input: the sweep has no trial of that number; the message says which it has.</exception>
    public static async Task<TrialRow> FindTrial(ILedgerView ledger, SweepRow sweep, int number, Func<string, string> hint) =>
        await ledger.FindTrial(sweep.Name, number) ?? throw UserException.BadInput(
            $"sweep '{sweep.Name}' has no trial {number}: " + (sweep.Trials == 0 ? "it has none yet" : $"its trials are {sweep.Name}/0 to {sweep.Name}/{sweep.Trials - 1}"),
            $"  '{hint($"show {sweep.Name}")}' lists them");
}
