using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Worker;

/// <summary>One experiment of a build: what client and nodes know of it, and what a worker runs.</summary>
/// <param name="definition">Its definition; never loads libtorch.</param>
/// <param name="makeRunner">Makes its runner when the first trial starts, in a worker; may load libtorch.</param>
public sealed class Experiment(IExperimentDefinition definition, Func<ITrialRunner> makeRunner)
{
    private readonly Lazy<ITrialRunner> runner = new(makeRunner);

    /// <summary>What client and nodes know of it.</summary>
    public IExperimentDefinition Definition => definition;

    /// <summary>Runs one attempt to its end, on the calling thread.</summary>
    /// <exception cref="TrialException">The attempt cannot go on, or would read files that it must not.</exception>
    public TrialEnded Run(TrialContext trial)
    {
        if (trial.Order.DataFolder is { } folder && PathConfinement.Problem(definition, trial.Order.Config, folder) is { } problem)
            throw new TrialException(AttemptOutcome.BadInput, problem);
        return runner.Value.Run(trial);
    }
}

/// <summary>Runs attempts of one experiment inside a worker. One instance serves all trials of the process, one after the other.</summary>
public interface ITrialRunner
{
    /// <summary>Runs one attempt to its end, on the calling thread.</summary>
    /// <param name="trial">The order, the way back to the node, and the wish to stop, to be looked at within a training step or so.</param>
    /// <returns>How the attempt ended; the caller passes it on.</returns>
    /// <exception cref="TrialException">The attempt cannot go on; carries the outcome and a sentence for people.</exception>
    TrialEnded Run(TrialContext trial);
}
