using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;

namespace Sweep.Client.Clusters;

/// <summary>A verb's connection to the nodes of a cluster. Nodes come and go: a call without an answer is repeated, which every call
/// allows. May be disposed twice.</summary>
internal sealed class ClusterConnection(CliContext context, ClusterClient client) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);

    private bool isClosed;

    /// <param name="secretFile">Absolute path of <c>--secret-file</c>; null = the environment or the standard place.</param>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    /// <exception cref="SweepRefusedException">There is no secret, no node answers, or none accepts the secret.</exception>
    public static async Task<ClusterConnection> Open(CliContext context, LedgerAddress address, string? secretFile)
    {
        var secret = ClusterChoice.Secret(context, secretFile, isLoopback: false);
        // Where there is no database, it can say more about the way out than that no node answers.
        _ = LedgerStore.OpenReader(address);
        return new ClusterConnection(context, await ClusterClient.Connect(address, secret, context.Interrupted));
    }

    public ISweepGrain Sweep(string name) => client.Grains.GetGrain<ISweepGrain>(name);

    /// <summary>The face of a slot, on whichever node it is.</summary>
    public IWorkerGrain Slot(SlotName slot) => client.Grains.GetGrain<IWorkerGrain>(slot.Text);

    public async Task<IReadOnlyList<NodeView>> ListNodes()
    {
        IReadOnlyList<NodeView> nodes = [];
        await Ask(async () => nodes = await client.Grains.GetGrain<ISlotBrokerGrain>(0).ListNodes());
        return nodes;
    }

    /// <summary>Repeats a call until it is answered.</summary>
    /// <exception cref="SweepRefusedException">It was refused.</exception>
    /// <exception cref="UserException">Failed: nobody answered for two minutes.</exception>
    public async Task Ask(Func<Task> call)
    {
        try
        {
            await Retry.For(AnswerLimit, context.Time).ExecuteAsync(async cancel => await call().WaitAsync(cancel), context.Interrupted);
        }
        catch (Exception e) when (Retry.IsTransient(e))
        {
            throw UserException.Failed(
                $"no node of the cluster answered for {AnswerLimit.TotalMinutes:0} minutes: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!isClosed) await client.DisposeAsync();
        isClosed = true;
    }
}
