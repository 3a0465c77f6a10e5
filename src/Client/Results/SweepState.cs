using Sweep.Client.Hosting;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Results;

/// <summary>The state of a sweep in a word. The ledger alone cannot tell a running sweep from one whose process was killed.</summary>
public static class SweepState
{
    /// <summary><c>running</c>, <c>interrupted</c> (also when its process is gone), <c>finished</c> or <c>cancelled</c>.</summary>
    public static string Word(SweepRow sweep, string ledgerPath) =>
        sweep.Status == SweepStatus.Running && !RunningSweeps.Contains(ledgerPath, sweep.Name) ? "interrupted" : sweep.Status.ToString().ToLowerInvariant();
}
