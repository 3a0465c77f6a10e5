using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Contracts;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What a served page tells whom.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task The_link_gives_a_cookie_for_this_server_and_an_address_without_the_token()
    {
        page.Client.DefaultRequestHeaders.Authorization = null;

        var answer = await page.Client.GetAsync(page.Site.Link("cells") + "&view=1", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/s/cells?view=1", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"sweep_{page.Site.Place.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(ServedPage.Token, cookie, StringComparison.Ordinal);
        var with = new HttpRequestMessage(HttpMethod.Get, "/api/sweeps");
        with.Headers.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await page.Client.SendAsync(with, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_link_of_a_page_beyond_loopback_has_the_name_of_its_certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var served = await ServedPage.Start(certificate);

        var answer = await served.Client.GetAsync(served.Site.Link("cells"), TestContext.Current.CancellationToken);

        Assert.Equal(("https", "localhost"), (served.Site.Address.Scheme, served.Site.Address.Host));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var stranger = new HttpRequestMessage(HttpMethod.Get, "/api/sweeps") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Refused(stranger)).Status);
    }

    [Fact]
    public async Task The_exchange_leads_to_no_other_server()
    {
        var answer = await page.Client.GetAsync(
            $"{page.Site.Address}/evil.example/?token={ServedPage.Token}", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("//", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/sweeps")]
    [InlineData("/api/s/cells/events")]
    [InlineData("/web/main.js")]
    [InlineData("/nothing")]
    [InlineData("/?token=wrong")]
    public async Task Without_access_nothing_is_told(string path)
    {
        page.Client.DefaultRequestHeaders.Authorization = null;

        var (status, error) = await page.Refused(path);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("this page needs the link", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_host_and_another_method_are_refused()
    {
        var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/sweeps") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await page.Refused(foreign)).Status);

        var post = await page.Client.PostAsync("/api/sweeps", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/api/sweeps")]
    [InlineData("/nothing")]
    [InlineData("/")]
    public async Task Every_answer_binds_the_browser(string path)
    {
        var answer = await page.Client.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.False(answer.Headers.Contains("Server"));

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    [Fact]
    public async Task Beyond_this_machine_a_page_needs_a_certificate()
    {
        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => PageSite.Start(null!, new PageOptions
        {
            Place = new IPEndPoint(IPAddress.Any, 0),
            Secret = Access.PageSecret.OfThisProcess(),
        }));

        Assert.True(refused.IsInputError);
        Assert.Contains("--tls-certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ssh -L", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_of_loopback_lets_its_own_link_in()
    {
        await using var other = await ServedPage.Start(bind: IPAddress.Parse("127.0.0.2"));

        var answer = await other.Client.GetAsync(other.Site.Link(null), TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.2", other.Site.Address.Host);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.NotEmpty((await other.Get("/api/sweeps"))["sweeps"]!.AsArray());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_or_another_one_is_used()
    {
        var options = new PageOptions { Place = page.Site.Place, Secret = Access.PageSecret.OfThisProcess() };

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => PageSite.Start(null!, options));
        await using var moved = await PageSite.Start(null!, options with { MayMove = true });

        Assert.StartsWith($"cannot listen on {page.Site.Place}", refused.Message, StringComparison.Ordinal);
        Assert.NotEqual(page.Site.Place.Port, moved.Place.Port);
    }
}
