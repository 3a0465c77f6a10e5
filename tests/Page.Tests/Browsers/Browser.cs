using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Page.Tests.Browsers;

/// <summary>A headless Chromium with one page, driven by its own protocol
/// (https://chromedevtools.github.io/devtools-protocol/): no package, no download.</summary>
internal sealed class Browser : IAsyncDisposable
{
    public const string Program = "/usr/bin/chromium";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly TemporaryFolder profile;
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> waiting = new();
    private Task listening = Task.CompletedTask;
    private int last;

    private Browser(Process process, TemporaryFolder profile) => (this.process, this.profile) = (process, profile);

    /// <summary>What went to the console as an error, was thrown, or broke the policy.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    /// <summary>Addresses that were asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<Browser> Open(int width = 1600, int height = 1000)
    {
        var profile = new TemporaryFolder();
        var process = Process.Start(new ProcessStartInfo(Program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}",
            $"--window-size={width},{height}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var browser = new Browser(process, profile);
        try
        {
            await browser.Connect();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to an address.</summary>
    public Task Go(string address) => Call("Page.navigate", new { url = address });

    /// <summary>Runs a script in every page before any of its own.</summary>
    public Task AtEveryPage(string script) => Call("Page.addScriptToEvaluateOnNewDocument", new { source = script });

    /// <summary>The value of an expression; a promise is waited for.</summary>
    public async Task<JsonNode?> Eval(string script)
    {
        var answer = await Call("Runtime.evaluate", new { expression = script, returnByValue = true, awaitPromise = true });
        if (answer["exceptionDetails"] is { } thrown) throw new InvalidOperationException($"{script}: {thrown.ToJsonString()}");
        return answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true; looks at each frame, in the browser.</summary>
    public async Task Until(string condition)
    {
        for (var began = Stopwatch.StartNew(); began.Elapsed < Limit;)
        {
            try
            {
                // In pieces: a navigation ends what waits in the page.
                if ((bool?)await Eval("new Promise(done => { const end = Date.now() + 2000, look = () => { let is = false; " +
                    $"try {{ is = !!({condition}); }} catch {{ }} " +
                    "is || Date.now() > end ? done(is) : setTimeout(look, 30); }; look(); })") == true) return;
            }
            catch (InvalidOperationException)
            {
                // The page is another one now.
            }
        }

        throw new TimeoutException($"not true in time: {condition}; errors: {string.Join("; ", Errors)}; page: " +
            await Eval("document.body.innerText.slice(0, 400)"));
    }

    /// <summary>Presses, moves and lets go.</summary>
    public async Task Drag(double x, double from, double to)
    {
        foreach (var (type, y) in new[]
        {
            ("mouseMoved", from), ("mousePressed", from), ("mouseMoved", (from + to) / 2), ("mouseMoved", to), ("mouseReleased", to),
        })
            await Call("Input.dispatchMouseEvent", new { type, x, y, button = "left", buttons = 1, clickCount = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Call("Browser.close").WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception)
        {
            // It is ended below.
        }

        if (!process.WaitForExit(3000)) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        socket.Dispose();
        process.Dispose();
        try
        {
            profile.Dispose();
        }
        catch (IOException)
        {
            // Helpers of the browser may still write there.
        }
    }

    private async Task Connect()
    {
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient();
        for (var began = Stopwatch.StartNew(); ;)
        {
            try
            {
                var port = (await File.ReadAllLinesAsync(Path.Combine(profile.Path, "DevToolsActivePort")))[0];
                var pages = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/json"))!.AsArray();
                var page = pages.First(page => (string?)page!["type"] == "page")!;
                await socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), default);
                break;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or IndexOutOfRangeException or HttpRequestException
                && began.Elapsed < Limit)
            {
                // It tells when it is ready by that file alone.
                await Task.Delay(20);
            }
        }

        listening = Listen();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"]) await Call(domain + ".enable");
    }

    private async Task<JsonNode> Call(string method, object? arguments = null)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var text = JsonSerializer.Serialize(new { id, method, @params = arguments ?? new { } });
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
        return await answer.Task.WaitAsync(Limit);
    }

    private async Task Listen()
    {
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            try
            {
                var part = await socket.ReceiveAsync(buffer, default);
                whole.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            if (whole.Length > 0) Take(JsonNode.Parse(whole.ToArray())!);
            whole.SetLength(0);
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (waiting.TryRemove((int)id, out var answer)) answer.SetResult(message["result"] ?? new JsonObject());
            return;
        }

        var told = message["params"]!;
        switch ((string)message["method"]!)
        {
            case "Runtime.exceptionThrown": Errors.Enqueue(told["exceptionDetails"]!.ToJsonString()); break;
            case "Runtime.consoleAPICalled" when (string?)told["type"] is "error" or "assert":
                Errors.Enqueue(told["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string?)told["entry"]!["level"] == "error":
                Errors.Enqueue($"{told["entry"]!["text"]} {told["entry"]!["url"]}");
                break;
            case "Network.requestWillBeSent": Requests.Enqueue((string)told["request"]!["url"]!); break;
        }
    }
}
