using Sweep.Experiments.Catalog;
using Sweep.Models.Reservoirs;
using static Sweep.Experiments.Catalog.ParameterDefinitions;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Reservoirs;

/// <summary>Options of <c>model: echo-state</c> and <c>model: liquid-state</c>.</summary>
internal sealed record ReservoirTrialOptions
{
    /// <summary>Where the defaults of the weights stand.</summary>
    private static readonly ReservoirOptions Weights = new() { Vocabulary = 1 };

    private static readonly ReservoirTrialOptions Default = new();

    /// <summary>Parameters of both.</summary>
    public static IReadOnlyList<ParameterDefinition> Shared { get; } =
    [
        Real("spectral_radius", Default.SpectralRadius, 0, null, "largest absolute eigenvalue of a reservoir's recurrent weights"),
        Real("leak", Default.Leak, 0, 1, "share of a reservoir unit's activity that is lost in a step") with { MinIsExclusive = true },
        Real("sparsity", Default.Sparsity, 0, 1, "share of a reservoir's recurrent weights that are 0") with { MaxIsExclusive = true },
        Real("input_scale", Default.InputScale, 0, null, "a reservoir's input weights are drawn from plus or minus this")
            with { MinIsExclusive = true },
        Real("ridge", Default.Ridge, 0, null, "penalty on the weights of a reservoir's read-out, per token") with { MinIsExclusive = true },
    ];

    /// <summary>The parameter of spiking reservoirs.</summary>
    public static ParameterDefinition TraceDefinition { get; } =
        Real("trace", Default.Trace, 0, 1, "share of a spike's trace that is left after a step") with { MaxIsExclusive = true };

    /// <summary>Default 0.9, at least 0.</summary>
    public double SpectralRadius { get; init; } = Weights.SpectralRadius;

    /// <summary>Default 0.7, above 0, at most 1.</summary>
    public double Leak { get; init; } = 0.7;

    /// <summary>Default 0.9, from 0 to below 1.</summary>
    public double Sparsity { get; init; } = Weights.Sparsity;

    /// <summary>Default 1, above 0.</summary>
    public double InputScale { get; init; } = Weights.InputScale;

    /// <summary>Default 1e-6, above 0.</summary>
    public double Ridge { get; init; } = 1e-6;

    /// <summary>Default 0.7, from 0 to below 1; spiking reservoirs only.</summary>
    public double Trace { get; init; } = 0.7;

    public static ReservoirTrialOptions Of(LanguageModelTrialOptions options) => (ReservoirTrialOptions)options.Own!;

    public static ReservoirTrialOptions Read(ConfigValues values, bool isSpiking) => new()
    {
        SpectralRadius = values.Real("spectral_radius"),
        Leak = values.Real("leak"),
        Sparsity = values.Real("sparsity"),
        InputScale = values.Real("input_scale"),
        Ridge = values.Real("ridge"),
        Trace = isSpiking ? values.Real("trace") : Default.Trace,
    };

    /// <summary>Draws a reservoir of N units for V types from the seed of its weights.</summary>
    public Reservoir Draw(int units, int vocabulary, bool isSpiking, long seed, Device device)
    {
        manual_seed(seed);
        var weights = ReservoirWeights.Draw(new ReservoirOptions
        {
            Vocabulary = vocabulary,
            Units = units,
            SpectralRadius = SpectralRadius,
            Sparsity = Sparsity,
            InputScale = InputScale,
        }, device, signed: isSpiking);
        return isSpiking ? new LiquidState(weights, Leak, Trace) : new EchoState(weights, Leak);
    }
}
