using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Models.Native;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>Whether another attempt makes sense depends on what an attempt threw.</summary>
public sealed class TrialFailureTests
{
    [Fact]
    public void A_missing_libtorch_is_not_worth_another_attempt_and_says_what_is_missing()
    {
        var ended = TrialFailure.Of(new LibtorchException("SWEEP_LIBTORCH names the folder /none, which does not exist."));

        Assert.Equal((AttemptOutcome.NodeFault, "SWEEP_LIBTORCH names the folder /none, which does not exist."),
            (ended.Outcome, ended.Reason));
    }
}
