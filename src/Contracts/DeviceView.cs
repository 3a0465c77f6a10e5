namespace Sweep.Contracts;

/// <summary>A device with what is free on it.</summary>
/// <param name="Offer">The device.</param>
/// <param name="FreeUnits">Units that nobody holds; 0 to its units.</param>
/// <param name="FreeMemoryBytes">Memory that no prediction takes; 0 when its memory is unknown.</param>
[GenerateSerializer, Immutable, Alias("sweep.device-view")]
public sealed record DeviceView([property: Id(0)] DeviceOffer Offer, [property: Id(1)] double FreeUnits, [property: Id(2)] long FreeMemoryBytes);
