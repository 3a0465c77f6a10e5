using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Page.Answers;

namespace Sweep.Page.Live;

/// <summary>Where the trials of a sweep come from.</summary>
/// <param name="Parents">Trials that began with another one's checkpoint, with that one.</param>
internal sealed record TrialOrigins(IReadOnlyDictionary<TrialConfig, int> Firsts, IReadOnlyDictionary<int, int> Parents)
{
    /// <summary>Enough where no trial is new.</summary>
    public static TrialOrigins None { get; } = new(new Dictionary<TrialConfig, int>(), new Dictionary<int, int>());

    /// <summary>Reads them.</summary>
    public static async Task<TrialOrigins> Read(ILedgerView ledger, string sweep)
    {
        var results = await ledger.ReadResults(sweep);
        var firsts = new Dictionary<TrialConfig, int>();
        foreach (var trial in results.Trials) firsts.TryAdd(results.Configs[trial.Config], trial.Number);
        return new(firsts, await ParentTrials.Of(ledger, sweep));
    }
}
