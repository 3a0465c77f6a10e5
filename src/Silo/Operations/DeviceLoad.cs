namespace Sweep.Silo.Operations;

/// <summary>What a device of the node does now.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Slots">Trials of share 1 that fit side by side: the device's units.</param>
/// <param name="Busy">Running attempts; more than <paramref name="Slots"/> when trials take smaller shares.</param>
/// <param name="Quarantined">Slots that are lent no more, because they failed trials that others could run.</param>
/// <param name="TokensPerSecond">Training speed of the running attempts together.</param>
public sealed record DeviceLoad(string Kind, double Slots, int Busy, int Quarantined, double TokensPerSecond);
