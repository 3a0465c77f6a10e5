using System.Net;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What is said at addresses that are none, and at those of pages.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Theory]
    [InlineData("/api/s/cell", 404, "there is no sweep 'cell' in sweep.db; did you mean 'cells'?")]
    [InlineData("/api/s/%3Cscript%3E/trials", 404, "there is no sweep '<script>' in sweep.db")]
    [InlineData("/api/s/..%2Fcells", 404, "there is no sweep '..%2Fcells' in sweep.db")]
    [InlineData("/api/s/cells/trials/9", 404, "sweep 'cells' has no trial 9: its trials are 0 to 3")]
    [InlineData("/api/s/cells/trials/x", 404, "there is nothing at /api/s/cells/trials/x")]
    [InlineData("/api/s/cells/nothing", 404, "there is nothing at /api/s/cells/nothing")]
    [InlineData("/api/s/cells/contour", 400, "'x' is missing behind the '?'")]
    [InlineData("/api/s/cells/bands?by=x", 404, "sweep 'cells' has no parameter 'x'; it has: cell, hidden, note")]
    [InlineData("/api/s/cells/curves?points=0", 400, "'points' expects a whole number from 2 to 100000, found '0'")]
    [InlineData("/api/s/cells/curves?trials=a", 400, "'trials' expects numbers with commas, or best:N, found 'a'")]
    [InlineData("/api/s/cells/trials/0/output?stream=x", 400, "'stream' expects out or error, found 'x'")]
    [InlineData("/web/../Sweep.Page.csproj", 404, "there is nothing at /Sweep.Page.csproj")]
    [InlineData("/web/%2e%2e%2fx", 404, "there is nothing at /web/..%2fx")]
    public async Task An_error_is_a_sentence(string path, int status, string expected)
    {
        var (found, error) = await page.Refused(path);

        Assert.Equal((status, expected), ((int)found, error));
        Assert.Empty(page.Defects);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/s/cells")]
    [InlineData("/s/any-name/ranking")]
    [InlineData("/s/cells/trials/17")]
    [InlineData("/nodes")]
    [InlineData("/query")]
    public async Task Every_address_of_a_page_is_the_same_document(string path)
    {
        var answer = await page.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("<!doctype html>",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await page.Client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
    }
}
