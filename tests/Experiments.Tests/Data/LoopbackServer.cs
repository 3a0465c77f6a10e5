using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sweep.Experiments.Tests.Data;

/// <summary>A web server on this machine that gives every request the same bytes; it may fall silent before the end.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task serving;
    private int requests;

    private LoopbackServer(string head, byte[] body, bool thenSilence)
    {
        listener.Start();
        serving = Serve(Encoding.ASCII.GetBytes(head + "\r\n\r\n"), body, thenSilence);
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/text.txt");

    public int Requests => requests;

    public static LoopbackServer Giving(byte[] body) =>
        new($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close", body, thenSilence: false);

    public static LoopbackServer FallingSilentAfter(byte[] body) =>
        new($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length + 1}", body, thenSilence: true);

    public static LoopbackServer Refusing() =>
        new("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close", [], thenSilence: false);

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Dispose();
        await serving.ContinueWith(_ => { }, TaskScheduler.Default);
        stopped.Dispose();
    }

    private async Task Serve(byte[] head, byte[] body, bool thenSilence)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(stopped.Token);
            Interlocked.Increment(ref requests);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            while (await reader.ReadLineAsync(stopped.Token) is { Length: > 0 })
            {
            }
            await stream.WriteAsync(head, stopped.Token);
            await stream.WriteAsync(body, stopped.Token);
            if (thenSilence) await Task.Delay(Timeout.Infinite, stopped.Token);
        }
    }
}
