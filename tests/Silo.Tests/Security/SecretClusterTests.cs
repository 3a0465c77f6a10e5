using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Hosting;
using Sweep.Silo.Security;
using Sweep.Silo.Tests.Membership;

namespace Sweep.Silo.Tests.Security;

/// <summary>Real silos and clients that have the secret, have another one, or have none.</summary>
public sealed partial class SecretClusterTests : IDisposable
{
    private static readonly ClusterSecret Ours = ClusterSecret.From("correct horse battery staple", "a test");
    private static readonly ClusterSecret Other = ClusterSecret.From("correct horse battery stable", "a test");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Nodes_and_clients_with_the_secret_meet_and_call()
    {
        var database = await Database();
        await using var first = await TestSilo.Join(database, "a", silo => silo.UseClusterSecret(Ours));
        await using var second = await TestSilo.Join(database, "b", silo => silo.UseClusterSecret(Ours));
        await Task.WhenAll(first.Sees(2), second.Sees(2));
        using var client = Client(database, Ours);
        await client.StartAsync(Cancel);

        var grain = client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);

        Assert.Equal(2, (await grain.GetHosts(onlyActive: true, Cancel)).Count);
        Assert.Equal(2, (await grain.GetRuntimeStatistics([first.Address, second.Address], Cancel)).Length);
        await client.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_node_with_another_secret_does_not_get_in_and_both_sides_say_why()
    {
        var database = await Database();
        await using var first = await TestSilo.Join(database, "a", silo => silo.UseClusterSecret(Ours));

        // A second attempt would be later than the last one may be, so the first one decides;
        // and nobody is taken for dead meanwhile, upon which Orleans ends the process.
        await Assert.ThrowsAnyAsync<Exception>(() =>
            TestSilo.Join(database, "b", silo => silo.UseClusterSecret(Other).Configure<Orleans.Configuration.ClusterMembershipOptions>(
            o => (o.MaxJoinAttemptTime, o.ProbeTimeout, o.MaxProbeTimeout) =
                (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(21)))));

        await first.Log.Said("it does not know the cluster's secret");
        Assert.Equal(1, await first.CountHosts());
    }

    [Fact]
    public async Task A_client_with_another_secret_gets_no_answer_and_a_probe_tells_why()
    {
        var database = await Database();
        await using var first = await TestSilo.Join(database, "a", silo => silo.UseClusterSecret(Ours));
        using var client = Client(database, Other);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await client.StartAsync(limit.Token);
            await client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0)
                .GetHosts(onlyActive: true, limit.Token);
        });

        Assert.NotNull(thrown);
        await first.Log.Said("it does not know the cluster's secret");
        Assert.Equal(ProbeResult.Refused, (await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Other, Cancel)).Result);
        Assert.Equal(ProbeResult.Reachable, (await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Ours, Cancel)).Result);
    }

    [Fact]
    public async Task A_probe_tells_a_missing_node_and_a_wrong_port_from_a_wrong_secret()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        var (closed, _) = FreePorts.Pair();

        var nobody = new IPEndPoint(IPAddress.Loopback, closed);
        Assert.Equal(ProbeResult.Unreachable, (await ClusterProbe.Try(PortProtocol.Gateway, nobody, Ours, Cancel)).Result);
        var (result, found) = await ClusterProbe.Try(PortProtocol.Gateway, first.Address.Endpoint, Ours, Cancel);
        Assert.Equal(ProbeResult.Unreachable, result);
        Assert.Contains("clients use its gateway port", found);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u00ff\u00ff")]
    [InlineData("\0\0\0\u0008\u0010\0\0\0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Who_does_not_speak_tls_is_closed_out(string garbage)
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));

        foreach (var place in new[] { first.Gateway, first.Address.Endpoint })
        {
            using var socket = await Connect(place);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(garbage), Cancel);
            // A TLS alert of a few bytes may come back, but no preamble of Orleans.
            Assert.InRange(await EndOf(stream), 0, 16);
        }

        Assert.Equal(1, await first.CountHosts());
    }

    [Fact]
    public async Task Who_says_nothing_or_proves_nothing_is_closed_out_in_time()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        using var silent = await Connect(first.Gateway);
        using var slow = await Connect(first.Gateway);
        // Half of a TLS record, and then nothing.
        await slow.SendAsync(new byte[] { 0x16, 3, 1, 2, 0, 1, 0 }, Cancel);
        using var unproved = await Connect(first.Gateway);
        await using var tls = new SslStream(new NetworkStream(unproved));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "sweep",
            ApplicationProtocols = [PortProtocol.Gateway.Calls]
        }.TakesAny(), Cancel);

        Assert.Equal(0, await EndOf(tls));
        Assert.Equal(0, await EndOf(new NetworkStream(silent)));
        Assert.Equal(0, await EndOf(new NetworkStream(slow)));
        Assert.Equal(1, await first.CountHosts());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_relays_through_a_certificate_of_his_own_is_refused_by_both_sides(bool hasCertificate)
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        using var relay = new TcpListener(IPAddress.Loopback, 0);
        relay.Start();
        var relaying = Relay(relay, first.Gateway, hasCertificate);

        var (result, found) = await ClusterProbe.Try(PortProtocol.Gateway, (IPEndPoint)relay.LocalEndpoint, Ours, Cancel);

        Assert.Equal(ProbeResult.Refused, result);
        Assert.Contains("needs the same one", found);
        await first.Log.Said("it does not know the cluster's secret");
        await relaying;
    }

    [Fact]
    public async Task A_crowd_that_proves_nothing_keeps_nobody_out()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        var crowd = await Crowd(first.Gateway, 80);

        await first.Log.Said("too many connections that have proved nothing");
        Assert.Equal(ProbeResult.Reachable, (await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Ours, Cancel)).Result);
        Assert.All(await Task.WhenAll(crowd.Select(socket => EndOf(new NetworkStream(socket)))), bytes => Assert.Equal(0, bytes));
        foreach (var socket in crowd) socket.Dispose();
    }

    [Theory]
    [InlineData(64)]
    [InlineData(500)]
    public async Task Idle_connections_at_the_port_for_nodes_do_not_shut_the_gateway(int count)
    {
        var database = await Database();
        await using var first = await TestSilo.Join(database, "a", silo => silo.UseClusterSecret(Ours));
        var crowd = await Crowd(first.Address.Endpoint, count);
        using var client = Client(database, Ours);

        Assert.Equal(ProbeResult.Reachable, (await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Ours, Cancel)).Result);
        await client.StartAsync(Cancel);

        Assert.Single(await client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0)
            .GetHosts(onlyActive: true, Cancel));
        Assert.Equal(ProbeResult.Reachable, (await ClusterProbe.Try(PortProtocol.Nodes, first.Address.Endpoint, Ours, Cancel)).Result);
        await client.StopAsync(Cancel);
        foreach (var socket in crowd) socket.Dispose();
    }

    [Fact]
    public async Task A_probe_that_is_closed_out_asks_again()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        using var crowded = new TcpListener(IPAddress.Loopback, 0);
        crowded.Start();
        var closing = CloseTwiceAndPassOn(crowded, first.Gateway);

        var probed = await ClusterProbe.Try(PortProtocol.Gateway, (IPEndPoint)crowded.LocalEndpoint, Ours, Cancel);
        Assert.Equal(ProbeResult.Reachable, probed.Result);
        await closing;
    }

    [Theory]
    [InlineData(FloodKind.Random)]
    [InlineData(FloodKind.Record)]
    [InlineData(FloodKind.AfterHello)]
    public async Task A_flood_without_proof_is_not_read(FloodKind kind)
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));

        foreach (var place in new[] { first.Gateway, first.Address.Endpoint })
        {
            using var socket = await Connect(place);
            // What the system itself holds for the two ends of a connection is at most 10 MiB.
            Assert.InRange(await Flood(socket, kind), 0, 16 << 20);
        }

        Assert.Equal(ProbeResult.Reachable, (await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Ours, Cancel)).Result);
    }

    [Fact]
    public async Task A_client_of_the_version_before_is_refused_and_the_log_says_so()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));
        using var socket = await Connect(first.Gateway);
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "sweep" }.TakesAny(), Cancel);
        // The hello of sweep/1: name, role, 32 bytes.
        await Record.ExceptionAsync(() => tls.WriteAsync((byte[])[.. "SWEEP/1C"u8, .. new byte[32]], Cancel).AsTask());

        Assert.Equal(0, await EndOf(tls));
        await first.Log.Said("all nodes and clients of a cluster run the same version");
    }

    [Fact]
    public async Task A_node_of_the_version_before_is_told_from_one_with_another_secret()
    {
        using var older = new TcpListener(IPAddress.Loopback, 0);
        older.Start();
        var answering = Answer(older, new SslServerAuthenticationOptions { ServerCertificateContext = TlsPeer.Stranger() });

        var (result, found) = await ClusterProbe.Try(PortProtocol.Gateway, (IPEndPoint)older.LocalEndpoint, Ours, Cancel);

        Assert.Equal(ProbeResult.Unreachable, result);
        Assert.Contains("all nodes and clients of a cluster run the same version", found);
        await answering;
    }

    [Fact]
    public async Task Refusals_are_logged_once_and_without_a_stack()
    {
        await using var first = await TestSilo.Join(await Database(), "a", silo => silo.UseClusterSecret(Ours));

        for (var i = 0; i < 5; i++) await ClusterProbe.Try(PortProtocol.Gateway, first.Gateway, Other, Cancel);

        await first.Log.Said("it does not know the cluster's secret");
        Assert.Single(first.Log.Lines, line => line.Contains("No connection with", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Log.Lines, line => line.Contains("Authentication", StringComparison.Ordinal));
    }

    private async Task<LedgerAddress> Database()
    {
        var file = Path.Combine(folder.FullName, "sweep.db");
        await SqliteLedger.Open(file, TimeProvider.System).DisposeAsync();
        return new SqliteAddress(file);
    }
}
