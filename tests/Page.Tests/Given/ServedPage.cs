using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Sweep.Page.Access;

namespace Sweep.Page.Tests.Given;

/// <summary>A page of a small ledger on a free port, and one who may see it.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private static readonly PageSecret Secret = new([.. Enumerable.Range(0, PageSecret.Length).Select(i => (byte)i)]);

    public SmallLedger Ledger { get; private init; } = null!;

    public PageSite Site { get; private set; } = null!;

    public HttpClient Client { get; } = new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
    });

    /// <summary>What the program knows.</summary>
    public StubSource Source { get; private init; } = null!;

    public List<Exception> Defects { get; } = [];

    public static string Token => Secret.Token;

    /// <summary>What other machines see; null = they do not reach it.</summary>
    private X509Certificate2? Certificate { get; init; }

    private IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <param name="certificate">Serves all addresses of the machine with it; null (default) = loopback.</param>
    /// <param name="bind">The address to serve without a certificate; null (default) = 127.0.0.1.</param>
    public static async Task<ServedPage> Start(X509Certificate2? certificate = null, IPAddress? bind = null)
    {
        var ledger = await SmallLedger.Make();
        var page = new ServedPage
        {
            Ledger = ledger,
            Source = new StubSource(ledger.Path),
            Certificate = certificate,
            Bind = certificate is not null ? IPAddress.Any : bind ?? IPAddress.Loopback,
        };
        await page.Open(0);
        page.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return page;
    }

    /// <summary>Ends the server and starts another one in its place.</summary>
    public async Task Restart()
    {
        var port = Site.Place.Port;
        await Site.DisposeAsync();
        await Open(port);
    }

    /// <summary>An answer as JSON; it must be one.</summary>
    public async Task<JsonNode> Get(string path)
    {
        var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}{string.Concat(Defects)}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The status of a refusal and its sentence.</summary>
    public async Task<(HttpStatusCode Status, string Error)> Refused(HttpRequestMessage request)
    {
        var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, (string?)JsonNode.Parse(text)!["error"] ?? "");
    }

    public Task<(HttpStatusCode Status, string Error)> Refused(string path) => Refused(new HttpRequestMessage(HttpMethod.Get, path));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Site.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    private async Task Open(int port)
    {
        Site = await PageSite.Start(Source, new PageOptions
        {
            Place = new IPEndPoint(Bind, port),
            Certificate = Certificate,
            Secret = Secret,
            OnDefect = Defects.Add,
        });
        Client.BaseAddress ??= Site.Address;
    }
}
