using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Security;
using Sweep.Silo.Tests.Fakes;
using Sweep.Silo.Tests.Workers;

namespace Sweep.Silo.Tests.Hosting;

/// <summary>Real nodes on real ports, some of which others have.</summary>
public sealed class JoinTests : IDisposable
{
    private static readonly ClusterSecret Secret = ClusterSecret.From("correct horse battery staple", "a test");

    private readonly Scripts scripts = new();
    private readonly LogWatch log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => scripts.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_taken_port_is_the_users_mistake_and_is_told_once(bool silo)
    {
        using var foreign = new TcpListener(IPAddress.Loopback, 0);
        foreign.Start();
        var port = ((IPEndPoint)foreign.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => Join("a", silo ? port : 0, silo ? 0 : port));

        Assert.True(refused.IsInputError);
        Assert.Contains("--gateway-port", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"port {port} of 127.0.0.1 is taken", refused.Message, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused()
    {
        // Reserved for documentation: no machine has it.
        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => Join("a", 0, 0, IPAddress.Parse("192.0.2.1")));

        Assert.True(refused.IsInputError);
        Assert.Contains("192.0.2.1 is no address of this machine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_node_at_the_same_port_is_refused_and_the_first_lives_on()
    {
        await using var first = await Join("a", 0, 0);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => Join("b", first.Endpoint.Port, 0));

        Assert.Contains("is taken", refused.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(await first.Grains.GetGrain<ISlotBrokerGrain>(0).ListNodes(Cancel)).Offer.Node);
    }

    [Fact]
    public async Task Of_two_namesakes_that_start_together_one_joins()
    {
        Task<SweepNode>[] both = [Task.Run(() => Join("a", 0, 0), Cancel), Task.Run(() => Join("a", 0, 0), Cancel)];
        await Task.WhenAll(both).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);

        await using var joined = await Assert.Single(both, task => task.IsCompletedSuccessfully);
        var refused = Assert.IsType<SweepRefusedException>(Assert.Single(both, task => task.IsFaulted).Exception!.GetBaseException());
        Assert.Contains("a node named 'a' is in this cluster already", refused.Message, StringComparison.Ordinal);
    }

    private async Task<SweepNode> Join(string name, int port, int gatewayPort, IPAddress? bind = null)
    {
        var database = new SqliteAddress(Path.Combine(scripts.Folder, "cluster.db"));
        var ledger = LedgerStore.Open(database, TimeProvider.System);
        var options = scripts.Node(Scripts.Ready) with { Name = name, Logging = logging => logging.AddProvider(log) };
        var place = new ClusterPlace
        {
            Database = database,
            Secret = Secret,
            Bind = bind
            ?? IPAddress.Loopback,
            Port = port,
            GatewayPort = gatewayPort
        };
        try
        {
            return await SweepNode.Join(options, place, ledger, new ExperimentCatalog([new NoopDefinition()]), Cancel);
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }
}
