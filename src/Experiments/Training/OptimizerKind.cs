namespace Sweep.Experiments.Training;

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
