using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

/// <summary>The handshake without Orleans: who is let in, and that nothing recorded, turned round or altered ever is.</summary>
public sealed class HandshakeTests
{
    private static readonly ClusterSecret Ours = ClusterSecret.From("correct horse battery staple", "a test");
    private static readonly ClusterSecret Other = ClusterSecret.From("correct horse battery stable", "a test");

    private readonly Handshake accepting = new(Ours.Key), connecting = new(Ours.Key);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_sides_with_the_secret_accept_each_other()
    {
        Assert.Equal((true, true), await TlsPeer.Meet(Acceptor(), Connector()));

        Assert.Equal((HandshakeState.KeyShown, HandshakeState.KeyShown), (accepting.State, connecting.State));
        Assert.Equal(PortProtocol.Nodes.Calls, accepting.Protocol);
    }

    [Fact]
    public async Task Another_secret_is_refused_by_both_sides()
    {
        var other = new Handshake(Other.Key);

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), TlsPeer.Connector(Other, PortProtocol.Nodes, other)));

        Assert.Equal((HandshakeState.OtherSecret, HandshakeState.OtherSecret), (accepting.State, other.State));
    }

    [Fact]
    public async Task Who_accepts_everybody_without_knowing_the_secret_is_found_out()
    {
        var liar = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = TlsPeer.Stranger(),
            ApplicationProtocols = [PortProtocol.Nodes.Calls]
        };

        Assert.Equal((false, false), await TlsPeer.Meet(liar, Connector()));

        Assert.Equal(HandshakeState.OtherSecret, connecting.State);
    }

    [Fact]
    public async Task Who_shows_a_certificate_of_his_own_is_refused()
    {
        var stranger = Connector().TakesAny();
        stranger.ClientCertificateContext = TlsPeer.Stranger();

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), stranger));

        Assert.Equal(HandshakeState.OtherSecret, accepting.State);
    }

    [Fact]
    public async Task Who_shows_no_certificate_is_refused()
    {
        var stranger = Connector().TakesAny();
        stranger.ClientCertificateContext = null;

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), stranger));

        Assert.Equal(HandshakeState.OtherSecret, accepting.State);
    }

    [Fact]
    public async Task Who_negotiates_nothing_is_of_another_version_even_with_the_key()
    {
        var older = Connector();
        older.ApplicationProtocols = null;

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), older));

        Assert.Equal((HandshakeState.OtherVersion, HandshakeState.OtherVersion), (accepting.State, connecting.State));
    }

    [Theory]
    [InlineData("sweep/2 client")]
    [InlineData("sweep/2 client probe")]
    [InlineData("sweep/3 node")]
    [InlineData("h2")]
    public async Task Each_port_is_for_its_own_callers(string protocol)
    {
        var caller = Connector();
        caller.ApplicationProtocols = [new(protocol)];

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), caller));

        Assert.Equal(HandshakeState.Started, accepting.State);
    }

    [Fact]
    public async Task Older_versions_of_tls_are_not_spoken()
    {
        var older = Connector();
        older.EnabledSslProtocols = SslProtocols.Tls12;

        Assert.Equal((false, false), await TlsPeer.Meet(Acceptor(), older));
    }

    [Fact]
    public async Task What_a_strangers_certificate_names_is_not_fetched()
    {
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        var stranger = Connector().TakesAny();
        stranger.ClientCertificateContext =
            TlsPeer.Stranger(new X509AuthorityInformationAccessExtension(ocspUris: null, [$"http://{web.LocalEndpoint}/issuer.crt"]));

        await TlsPeer.Meet(Acceptor(), stranger);

        Assert.Equal(HandshakeState.OtherSecret, accepting.State);
        Assert.False(web.Pending());
    }

    [Fact]
    public async Task What_a_side_says_itself_proves_nothing_to_it()
    {
        var wire = new Wire();
        var mirroring = wire.Far.CopyToAsync(wire.Far, Cancel);

        Assert.False(await TlsPeer.Connect(wire.Near, Connector()));

        Assert.Equal(HandshakeState.Started, connecting.State);
        await Record.ExceptionAsync(() => mirroring);
    }

    [Fact]
    public async Task A_recorded_connection_is_worthless_for_the_next()
    {
        var (first, second, next) = (new Wire(), new Wire(), new Handshake(Ours.Key));
        Assert.Equal((true, true), await TlsPeer.Meet(Acceptor(), Connector(), first));
        await second.Near.WriteAsync(first.Near.Sent, Cancel);
        var draining = second.Near.CopyToAsync(Stream.Null, Cancel);

        Assert.False(await TlsPeer.Accept(second.Far, TlsPeer.Acceptor(Ours, PortProtocol.Nodes, next)));

        Assert.Equal(HandshakeState.Started, next.State);
        await draining;
    }

    // TLS 1.3 does not read the last byte of the version in the head of the first record.
    [Fact]
    public void A_bit_that_was_changed_anywhere_on_the_way_is_noticed() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 780].Where(n => n != 2), Gen.Int[0, 7]).Sample(
        (near, place, bit) => TlsPeer.Meet(
            Acceptor(), Connector(), new Wire((isNear, at, sent) => isNear == near && at == place ? (byte)(sent ^ (1 << bit)) : sent))
            .GetAwaiter().GetResult() != (true, true),
        iter: 1000,
        threads: 1);

    [Theory]
    [InlineData("", true, "OtherVersion")]
    [InlineData("", false, "OtherVersion")]
    [InlineData("sweep/2 node", false, "OtherSecret")]
    [InlineData("sweep/2 node", true, "KeyShown")]
    public void A_peer_needs_the_protocol_and_the_key(string protocol, bool hasKey, string state) =>
        Assert.Equal(state, $"{Handshake.Judge(protocol.Length == 0 ? default : new SslApplicationProtocol(protocol), hasKey)}");

    [Fact]
    public void A_refusal_tells_versions_secrets_and_silence_apart()
    {
        string Why(HandshakeState state, bool isLate = false) => new Handshake(Ours.Key) { State = state }.Explain(isLate);

        Assert.Contains("run the same version", Why(HandshakeState.OtherVersion));
        Assert.Contains("needs the same one", Why(HandshakeState.OtherSecret, isLate: true));
        Assert.Contains("too many connections", Why(HandshakeState.Displaced));
        Assert.Contains("no answer in time", Why(HandshakeState.Started, isLate: true));
        Assert.Contains("closed the connection", Why(HandshakeState.Started));
    }

    private SslServerAuthenticationOptions Acceptor() => TlsPeer.Acceptor(Ours, PortProtocol.Nodes, accepting);

    private SslClientAuthenticationOptions Connector() => TlsPeer.Connector(Ours, PortProtocol.Nodes, connecting);
}
