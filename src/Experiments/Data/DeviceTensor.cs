using System.Numerics;
using TorchSharp;

namespace Sweep.Experiments.Data;

/// <summary>Uploads whole numbers.</summary>
internal static class DeviceTensor
{
    /// <summary>An int64 vector on the device; it belongs to the caller's dispose scope.</summary>
    public static torch.Tensor Int64<T>(ReadOnlySpan<T> values, torch.Device device)
        where T : IBinaryInteger<T>
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = long.CreateChecked(values[i]);
        return torch.tensor(wide, torch.int64, device);
    }
}

/// <summary>Numbers for libtorch that are never freed. One that is made for a single call is reachable for nobody while libtorch reads it,
/// so the finalizer may free it in that moment.</summary>
internal static class LastingScalars
{
    public static readonly Scalar One = 1;
}
