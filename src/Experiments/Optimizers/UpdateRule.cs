using Sweep.Experiments.Catalog;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Optimizers;

/// <summary>How gradients change the parameters of a model. The defaults are those of the course.</summary>
public sealed record UpdateRule
{
    /// <summary>The rule; default sgd.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Learning rate; default 0.5 (the course's, for sgd; adam wants about 0.01), above 0.</summary>
    public double Lr { get; init; } = 0.5;

    /// <summary>Momentum of sgd; default 0, range 0 to below 1. Must be 0 for the other optimizers.</summary>
    public double Momentum { get; init; }

    /// <summary>Weight decay; default 0, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Largest global norm of the gradient; default 1, at least 0; 0 = no clipping.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>Values that the rule keeps of each parameter.</summary>
    public int Remembered => this switch
    {
        { Optimizer: not OptimizerKind.Sgd } => 2,
        { Momentum: > 0 } => 1,
        _ => 0,
    };

    /// <summary>Reads the parameters of <see cref="Definitions"/>.</summary>
    public static UpdateRule Read(ConfigValues values) => new()
    {
        Optimizer = values.Choice<OptimizerKind>("optimizer"),
        Lr = values.Real("lr"),
        Momentum = values.Real("momentum"),
        WeightDecay = values.Real("weight_decay"),
        Clip = values.Real("clip"),
    };

    /// <summary>The parameters of a sweep file that say it, with the values of this rule as their defaults.</summary>
    public IReadOnlyList<ParameterDefinition> Definitions() =>
    [
        Choice("optimizer", Optimizer, "rule that changes the parameters"),
        Real("lr", Lr, 0, null, "learning rate (about 0.5 for sgd, 0.01 for adam)") with { MinIsExclusive = true },
        Real("momentum", Momentum, 0, 1, "momentum of sgd") with { MaxIsExclusive = true },
        Real("weight_decay", WeightDecay, 0, null, "weight decay"),
        Real("clip", Clip, 0, null, "largest global norm of the gradient; 0 = no clipping"),
    ];

    /// <summary>Combinations in which a value could have no effect.</summary>
    public IEnumerable<ConfigProblem> Contradictions()
    {
        if (Momentum > 0 && Optimizer != OptimizerKind.Sgd)
        {
            yield return new ConfigProblem("momentum",
                $"momentum belongs to optimizer: sgd, found {Word(Optimizer)}; leave it out there, for example with when: " +
                    "{optimizer: sgd}")
            { Otherwise = "optimizer" };
        }
    }

    /// <summary>The optimiser of these blocks.</summary>
    public IOptimizer Make(IReadOnlyList<ParameterBlock> blocks) => Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(blocks, Lr, Momentum, WeightDecay),
        OptimizerKind.Adam => new Adam(blocks, Lr, WeightDecay),
        OptimizerKind.Adamw => new Adam(blocks, Lr, WeightDecay, decoupled: true),
        _ => throw new InvalidOperationException($"expected sgd, adam or adamw, found {Optimizer}"),
    };
}

/// <summary>Rule by which gradients change the parameters (<c>optimizer</c> in a sweep file).</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with momentum where <c>momentum</c> is above 0.</summary>
    Sgd,

    /// <summary>Adam; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    Adamw,
}
