using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>Runs attempts of one experiment inside a worker. One instance serves all trials of the process, one after the other.</summary>
public interface ITrialRunner
{
    /// <summary>Runs one attempt to its end, on the calling thread.</summary>
    /// <param name="trial">The order, the way back to the node, and the wish to stop, to be looked at within a training step or so.</param>
    /// <returns>How the attempt ended; the caller passes it on.</returns>
    /// <exception cref="TrialException">The attempt cannot go on; carries the outcome and a sentence for people.</exception>
    TrialEnded Run(TrialContext trial);
}
