namespace Sweep.Experiments.Training;

/// <summary>Number format of parameters and activations (<c>precision</c> in a sweep file).</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,
}
