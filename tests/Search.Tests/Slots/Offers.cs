using Sweep.Contracts;

namespace Sweep.Search.Tests.Slots;

/// <summary>Builders of what a broker hears.</summary>
internal static class Offers
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    public static NodeOffer Node(string name, params DeviceOffer[] devices) => new() { Node = name, Incarnation = "1", Devices = devices };

    public static DeviceOffer Cpu(int slots) => new() { Device = "cpu", Units = slots };

    public static DeviceOffer Gpu(int number, int gib = 0) => new() { Device = $"cuda:{number}", MemoryBytes = (long)gib << 30 };
}
