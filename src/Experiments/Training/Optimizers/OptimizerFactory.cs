namespace Sweep.Experiments.Training.Optimizers;

/// <summary>Makes the optimiser of a configuration.</summary>
internal static class OptimizerFactory
{
    public static IOptimizer Create(LanguageModelTrialOptions options, IReadOnlyList<ParameterBlock> parameters) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(parameters, options.Lr, options.Momentum, options.WeightDecay),
        OptimizerKind.Adam => new Adam(parameters, options.Lr, options.WeightDecay),
        OptimizerKind.Adamw => new Adam(parameters, options.Lr, options.WeightDecay, decoupled: true),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "expected sgd, adam or adamw"),
    };
}
