using Sweep.Contracts;

namespace Sweep.Client.Running;

/// <summary>What this machine offers for a sweep.</summary>
/// <param name="Slots">Slots, at most; trials that run at a time.</param>
/// <param name="Devices">The devices behind them where not every trial fits beside every other one, so that each takes the memory it asks for; else empty.</param>
internal sealed record ChosenSlots(IReadOnlyList<string> Slots, IReadOnlyList<DeviceOffer> Devices)
{
    public static ChosenSlots None { get; } = new([], []);
}
