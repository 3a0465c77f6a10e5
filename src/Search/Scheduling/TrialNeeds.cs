using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>What the trials of a sweep take of a device. Pure.</summary>
/// <param name="basis">What every trial takes at first.</param>
/// <param name="predict">Predicted memory in bytes of a configuration (as JSON) with its cost key; null = unknown.</param>
public sealed class TrialNeeds(SlotNeed basis, Func<string, string, long?>? predict = null)
{
    private readonly Dictionary<(string, string), long> known = [];

    /// <summary>One unit of whatever there is: somebody has chosen the slots so that every trial fits.</summary>
    public static TrialNeeds AnySlot => new(new SlotNeed());

    /// <summary>What every trial takes at first.</summary>
    public SlotNeed Basis => basis;

    /// <summary>What the next attempt of a trial takes.</summary>
    /// <param name="configJson">Its configuration.</param>
    /// <param name="costKey">Its cost key.</param>
    /// <param name="doublings">How often its share was doubled for want of memory.</param>
    public SlotNeed Of(string configJson, string costKey, int doublings) => basis with
    {
        Share = basis.Share * Math.Pow(2, Math.Min(doublings, 20)),
        MemoryBytes = basis.MemoryBytes > 0 ? basis.MemoryBytes : Predicted(configJson, costKey),
    };

    private long Predicted(string configJson, string costKey)
    {
        if (predict is null) return 0;
        if (!known.TryGetValue((configJson, costKey), out var bytes)) known[(configJson, costKey)] = bytes = MemoryAsk.Of(predict(configJson, costKey));
        return bytes;
    }
}
