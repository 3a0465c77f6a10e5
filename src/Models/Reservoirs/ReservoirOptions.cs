using Sweep.Models.Shapes;

namespace Sweep.Models.Reservoirs;

/// <summary>Shape of a reservoir, whose weights are drawn once and never trained. Immutable.</summary>
public sealed record ReservoirOptions
{
    /// <summary>Number V of token types. At least 1. No default.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Number N of units. At least 1; default 256.</summary>
    public int Units { get; init; } = 256;

    /// <summary>Largest absolute eigenvalue of the recurrent weights. At least 0; default 0.9.</summary>
    public double SpectralRadius { get; init; } = 0.9;

    /// <summary>Share of the recurrent weights that are 0. 0 to below 1; default 0.9.</summary>
    public double Sparsity { get; init; } = 0.9;

    /// <summary>Input weights are drawn from U(-scale, scale). Above 0; default 1.</summary>
    public double InputScale { get; init; } = 1;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        InRange.Require(Vocabulary >= 1, nameof(Vocabulary), Vocabulary, "at least 1");
        InRange.Require(Units >= 1, nameof(Units), Units, "at least 1");
        InRange.Require(SpectralRadius >= 0, nameof(SpectralRadius), SpectralRadius, "at least 0");
        InRange.Require(Sparsity is >= 0 and < 1, nameof(Sparsity), Sparsity, "from 0 to below 1");
        InRange.Require(InputScale > 0, nameof(InputScale), InputScale, "above 0");
    }
}
