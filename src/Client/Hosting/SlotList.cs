using Sweep.Contracts;
using Sweep.Reports.Text;

namespace Sweep.Client.Hosting;

/// <summary>Which slots a machine offers.</summary>
public static class SlotList
{
    /// <summary>One slot per worker on the CPU: <c>cpu/0</c>, <c>cpu/1</c>.</summary>
    public static IReadOnlyList<DeviceSlot> Cpu(int workers) => [.. Enumerable.Range(0, workers).Select(i => new DeviceSlot("cpu", i))];

    /// <summary>Slots spread over the GPUs in turn: <c>cuda:0/0</c>, <c>cuda:1/0</c>, <c>cuda:0/1</c>.</summary>
    /// <param name="gpus">GPUs, at least 1.</param>
    /// <param name="workers">Slots in all; null = as many as fit.</param>
    /// <param name="share">Part of a GPU that one trial needs, above 0 and at most 1.</param>
    public static IReadOnlyList<DeviceSlot> Cuda(int gpus, int? workers, double share)
    {
        var perGpu = share >= 1 ? 1 : (int)Math.Floor((1 / share) + 1e-9);
        return [.. Enumerable.Range(0, workers ?? (gpus * perGpu)).Select(i => new DeviceSlot($"cuda:{i % gpus}", i / gpus))];
    }

    /// <summary>The devices of such slots: one unit for each slot.</summary>
    /// <param name="slots">Slots, device by device.</param>
    /// <param name="memory">Bytes of a device for trials; 0 = unknown.</param>
    public static IReadOnlyList<DeviceOffer> Devices(IReadOnlyList<DeviceSlot> slots, Func<string, long> memory) =>
    [
        .. slots.GroupBy(slot => slot.Device)
            .Select(device => new DeviceOffer { Device = device.Key, Units = device.Count(), MemoryBytes = memory(device.Key) }),
    ];

    /// <summary>How people read a list of slots: <c>2 slots (cpu/0, cpu/1)</c>.</summary>
    public static string Describe(IReadOnlyList<DeviceSlot> slots)
    {
        var shown = slots.Count <= 4 ? string.Join(", ", slots) : $"{slots[0]} .. {slots[^1]}";
        return $"{Numbers.Plural(slots.Count, "slot")} ({shown})";
    }
}
