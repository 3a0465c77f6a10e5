namespace Sweep.Contracts;

/// <summary>Which devices a trial may run on.</summary>
public enum DeviceClass
{
    /// <summary>Whatever there is.</summary>
    Any,

    /// <summary>A processor: <c>cpu</c>.</summary>
    Cpu,

    /// <summary>A GPU: <c>cuda:0</c>, <c>cuda:1</c>, …</summary>
    Cuda,
}
