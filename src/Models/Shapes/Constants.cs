using TorchSharp;

namespace Sweep.Models.Shapes;

/// <summary>Numbers for libtorch that are never freed: one that is made for a single call may be freed while libtorch reads it.</summary>
internal static class Constants
{
    public static readonly Scalar One = 1;
}
