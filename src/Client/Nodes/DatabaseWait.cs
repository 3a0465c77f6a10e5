using Sweep.Client.Clusters;
using Sweep.Ledger;

namespace Sweep.Client.Nodes;

/// <summary>
/// A node that starts with its machine, or while the database server restarts, is often there before the database: it waits instead of
/// failing, and says so. A refusal (a wrong password, no such database, a taken port) does not pass by waiting and is reported at once.
/// </summary>
internal sealed class DatabaseWait(TimeProvider time, TextWriter said)
{
    /// <summary>How long it waits in all.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Repeats a start from the beginning until it succeeds.</summary>
    /// <exception cref="LedgerException">The database refused, or did not answer within <see cref="Limit"/>.</exception>
    public async Task<T> For<T>(Func<Task<T>> start, CancellationToken cancel) => await Retry
        .For(Limit, time, Passes, e =>
            said.WriteLine($"! {e.Message.ReplaceLineEndings(" ")}; waiting up to {Limit.TotalSeconds:0} s for it"))
        .ExecuteAsync(async _ => await start(), cancel);

    private static bool Passes(Exception e) => e is LedgerException { IsInputError: false } || Retry.IsTransient(e);
}
