using System.Text.Json.Nodes;

namespace Sweep.Page.Tests.Given;

/// <summary>Reads server-sent events as they come.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventReader(HttpResponseMessage answer, StreamReader lines) => (this.answer, this.lines) = (answer, lines);

    /// <summary>Id of the event that came last.</summary>
    public string LastId { get; private set; } = "";

    public static async Task<EventReader> Open(ServedPage page, string path, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        var answer = await page.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event, which must be of this kind.</summary>
    public async Task<JsonNode> Next(string kind)
    {
        var (name, data) = ("", "");
        while (true)
        {
            var line = await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit)
                ?? throw new EndOfStreamException("the stream ended");
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data.Length > 0) break;
        }

        Assert.Equal(kind, name);
        return JsonNode.Parse(data)!;
    }

    /// <summary>Reads to the end of the stream.</summary>
    public Task End() => lines.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}
