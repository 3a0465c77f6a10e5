using TorchSharp;

namespace Sweep.Experiments.Data;

/// <summary>Numbers for libtorch that are never freed. One that is made for a single call is reachable for nobody while libtorch reads it,
/// so the finalizer may free it in that moment.</summary>
internal static class LastingScalars
{
    /// <summary>The number 1, the usual factor of an addition.</summary>
    public static readonly Scalar One = 1;
}
