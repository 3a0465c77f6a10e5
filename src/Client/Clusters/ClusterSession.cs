using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;

namespace Sweep.Client.Clusters;

/// <summary>A verb's connection to a cluster: its database for what is recorded, its nodes for what is to happen.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private readonly ClusterClient client;

    private ClusterSession(CliContext context, LedgerAddress address, ILedgerView ledger, ClusterClient client)
    {
        (Address, Ledger, this.client) = (address, ledger, client);
        Calls = new PatientCalls(context.Time);
    }

    public LedgerAddress Address { get; }

    public ILedgerView Ledger { get; }

    /// <summary>Repeats calls whose outcome is not known.</summary>
    public PatientCalls Calls { get; }

    public ISlotBrokerGrain Broker => client.Grains.GetGrain<ISlotBrokerGrain>(0);

    /// <exception cref="UserException">No node answers, or none accepts the secret.</exception>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public static async Task<ClusterSession> Open(CliContext context, LedgerAddress address, string? secretFile)
    {
        var secret = Secrets.Of(context, secretFile, isLoopback: false);
        var ledger = LedgerStore.OpenReader(address);
        try
        {
            return new ClusterSession(context, address, ledger, await ClusterClient.Connect(address, secret, context.Interrupted));
        }
        catch (SweepRefusedException e)
        {
            throw e.IsInputError ? UserException.BadInput(e.Message) : UserException.Failed(e.Message);
        }
    }

    public ISweepGrain Sweep(string name) => client.Grains.GetGrain<ISweepGrain>(name);

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
