namespace Sweep.Client.Cli;

/// <summary>What a sweep trains on.</summary>
public enum DeviceKind
{
    Cpu,
    Cuda,
}
