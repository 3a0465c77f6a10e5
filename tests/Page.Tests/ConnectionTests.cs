using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>Nobody keeps others out by opening connections.</summary>
public sealed class ConnectionTests : IAsyncDisposable
{
    private static readonly IPAddress Here = IPAddress.Loopback, There = IPAddress.Parse("127.0.0.2");

    private readonly List<Socket> silent = [];

    [Fact]
    public async Task A_request_is_answered_however_many_connections_are_open_and_say_nothing()
    {
        await using var page = await ServedPage.Start();
        await OpenSilent(page, PageSite.MostConnections);

        await page.Get("/api/sweeps");

        await OneHasEnded();
    }

    [Fact]
    public async Task One_address_of_many_gives_up_its_own_connections()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var page = await ServedPage.Start(certificate);
        var opened = 0;
        using var other = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, sent, _, _) => sent?.GetCertHashString() == certificate.GetCertHashString(),
            },
            ConnectCallback = async (_, cancel) =>
            {
                opened++;
                return new NetworkStream(await Connect(page, There, cancel), ownsSocket: true);
            },
        });
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.Token);
        var address = new Uri(page.Site.Address, "api/sweeps");
        await other.GetStringAsync(address, TestContext.Current.CancellationToken);

        await OpenSilent(page, PageSite.MostOfOneAddress + 1);

        await OneHasEnded();
        await other.GetStringAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(1, opened);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var socket in silent) socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<Socket> Connect(ServedPage page, IPAddress from, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(Here, page.Site.Place.Port), cancel);
        return socket;
    }

    private async Task OpenSilent(ServedPage page, int count)
    {
        for (var i = 0; i < count; i++) silent.Add(await Connect(page, Here, TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until the server has closed one of those that say nothing.</summary>
    private async Task OneHasEnded() => await await Task.WhenAny(silent.Select(async socket =>
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        catch (SocketException)
        {
            // Aborted.
        }
    }));
}
