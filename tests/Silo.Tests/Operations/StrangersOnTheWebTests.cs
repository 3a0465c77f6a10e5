using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sweep.Silo.Tests.Operations;

/// <summary>Whoever reaches the port may open what he likes and say what he likes:
/// the probe is answered all the same, and no answer is a server error.</summary>
public sealed class StrangersOnTheWebTests
{
    /// <summary>Generous: it is milliseconds. Thirty seconds and more is what it was.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: n\r\nX-Slow: ")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: n\r\n\r\nGET /metrics HTTP/1.1\r\nHost: n\r\n\r\n")]
    public async Task Three_hundred_connections_that_say_too_little_or_read_nothing_keep_no_probe_waiting(string words)
    {
        await using var web = await RunningWeb.Start();
        var strangers = new List<Socket>();
        try
        {
            for (var i = 0; i < 300; i++) strangers.Add(await Open(web.Place, words));

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            limit.CancelAfter(ProbeLimit);
            for (var i = 0; i < 3; i++)
                Assert.StartsWith("HTTP/1.1 200", await Ask(
                web.Place, "GET /healthz HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n", limit.Token), StringComparison.Ordinal);
        }
        finally
        {
            foreach (var stranger in strangers) stranger.Dispose();
        }
    }

    public static TheoryData<string, string, string> Requests => new()
    {
        { "a word that is no method", "\0\u0001garbage\r\n\r\n", "400" },
        { "a method that changes something", "DELETE /healthz HTTP/1.1\r\nHost: n\r\n\r\n", "405" },
        { "a body", $"POST /metrics HTTP/1.1\r\nHost: n\r\nContent-Length: 999999999999\r\n\r\n{new string('x', 4096)}", "405" },
        { "a body of a request that reads", "GET /healthz HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n", "413" },
        { "a long path", $"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: n\r\n\r\n", "414" },
        { "a large head", $"GET /healthz HTTP/1.1\r\nHost: n\r\nX-Large: {new string('a', 100_000)}\r\n\r\n", "431" },
        { "many lines in the head",
            $"GET /healthz HTTP/1.1\r\nHost: n\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: 1\r\n"))}\r\n", "431" },
        { "a path out of the site", "GET /../../etc/passwd HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n", "404" },
        { "a path with a zero byte", "GET /%00 HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n", "400" },
        { "no host", "GET /healthz HTTP/1.1\r\n\r\n", "400" },
        { "another version", "GET /healthz HTTP/9.9\r\nHost: n\r\n\r\n", "505" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_is_no_question_for_health_or_metrics_is_refused_and_the_connection_closed(
        string what, string request, string status)
    {
        await using var web = await RunningWeb.Start();

        var answer = await Ask(web.Place, request, Cancel);

        Assert.True(answer.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal),
            $"{what}: expected {status}, found '{answer.Split('\r')[0]}'");
        Assert.Equal(HttpStatusCode.OK, (await web.Get("/healthz")).StatusCode);
    }

    [Fact]
    public async Task Questions_in_a_row_on_one_connection_are_answered_one_after_the_other()
    {
        await using var web = await RunningWeb.Start();
        const string question = "GET /healthz HTTP/1.1\r\nHost: n\r\n";

        var answer = await Ask(
            web.Place, $"{string.Concat(Enumerable.Repeat($"{question}\r\n", 99))}{question}Connection: close\r\n\r\n", Cancel);

        Assert.Equal(100, answer.Split("HTTP/1.1 200").Length - 1);
    }

    private static async Task<Socket> Open(IPEndPoint place, string words)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, Cancel);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(words), Cancel);
        }
        catch (SocketException)
        {
            // A newer one has its place already.
        }

        return socket;
    }

    /// <summary>Everything that comes until the other side closes.</summary>
    private static async Task<string> Ask(IPEndPoint place, string request, CancellationToken cancel)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, cancel);
        var (answer, bytes) = (new StringBuilder(), new byte[4096]);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(request), cancel);
            for (var count = await socket.ReceiveAsync(bytes, cancel); count > 0; count = await socket.ReceiveAsync(bytes, cancel))
                answer.Append(Encoding.Latin1.GetString(bytes, 0, count));
        }
        catch (SocketException)
        {
            // It closed while we still sent; what it said before that counts.
        }

        return answer.ToString();
    }
}
