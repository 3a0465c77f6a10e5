using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Reports.Trials;

namespace Sweep.Reports.Tests.Trials;

/// <summary>What <c>top</c> says of failures.</summary>
public sealed class FailureSummaryTests
{
    [Fact]
    public void Failures_are_counted_by_class_the_most_frequent_first() => Assert.Equal(
        "failures: 2 crashed, 1 out of memory, 1 lost node, in 4 of 7 attempts",
        FailureSummary.Of(Attempts(AttemptOutcome.Crashed, AttemptOutcome.LostNode, AttemptOutcome.Crashed, AttemptOutcome.OutOfMemory,
            AttemptOutcome.Completed, AttemptOutcome.Interrupted, null)));

    [Fact]
    public void Nothing_is_said_when_nothing_failed() =>
        Assert.Null(FailureSummary.Of(
        Attempts(AttemptOutcome.Completed, AttemptOutcome.Stopped, AttemptOutcome.Cancelled, AttemptOutcome.Interrupted, null)));

    private static OutcomeCount[] Attempts(params AttemptOutcome?[] outcomes) =>
        [.. outcomes.GroupBy(outcome => outcome).Select(group => new OutcomeCount(group.Key, group.Count()))];
}
