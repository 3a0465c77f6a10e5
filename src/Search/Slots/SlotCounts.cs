using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>
/// Slots counted for each want of a sweep, apart for each class of devices: whoever takes anything may hold a GPU while his share are
/// cores, and then the GPU is not part of his share.
/// </summary>
/// <param name="wants">Number of wants.</param>
internal sealed class SlotCounts(int wants)
{
    private readonly int[] counts = new int[wants * 2];

    public int this[int want, DeviceClass kind]
    {
        get => counts[Index(want, kind)];
        set => counts[Index(want, kind)] = value;
    }

    /// <summary>Slots of a want on devices of either class.</summary>
    public int Total(int want) => counts[2 * want] + counts[(2 * want) + 1];

    public void Clear() => Array.Clear(counts);

    private static int Index(int want, DeviceClass kind) => (2 * want) + (kind == DeviceClass.Cuda ? 1 : 0);
}
