namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>How gradients go back through time in a trial. Every default is written here and nowhere else.</summary>
public sealed record ThroughTimeOptions
{
    /// <summary>How far back-propagation goes; default window.</summary>
    public Truncation Truncation { get; init; } = Truncation.Window;

    /// <summary>Probability that a border between windows cuts back-propagation, with <see cref="Truncation.Random"/>; default 0.25,
    /// range 0 to below 1.</summary>
    public double Cut { get; init; } = 0.25;

    /// <summary>What is recorded of the gradients; default nothing.</summary>
    public Diagnostics Diagnostics { get; init; } = Diagnostics.None;

    /// <summary>Weight of the information-flow regulariser; default 0, at least 0.</summary>
    public double FlowPenalty { get; init; }

    /// <summary>True when gradients pass from window to window.</summary>
    public bool IsBeyondWindow => Truncation != Truncation.Window;
}

/// <summary>How far back-propagation goes (<c>truncation</c> in a sweep file).</summary>
public enum Truncation
{
    /// <summary>To the start of each window; a step of the optimiser per window.</summary>
    Window,

    /// <summary>Through the whole rows of an epoch; a step of the optimiser per epoch.</summary>
    Full,

    /// <summary>To a border drawn at random, reweighted so that the gradient is that of <see cref="Full"/> in the mean; a step of the
    /// optimiser per stretch between two cuts.</summary>
    Random,
}

/// <summary>What a trial records beside its losses (<c>diagnostics</c> in a sweep file).</summary>
public enum Diagnostics
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Norms of gradients with respect to earlier states, and largest singular values of recurrent weights.</summary>
    Gradients,
}
