using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sweep.Page.Live;

/// <summary>Writes server-sent events to one browser until it goes.</summary>
internal static class EventStream
{
    /// <summary>A connection that says nothing is taken for dead by what stands between.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <param name="since">The version that the browser has; null = none.</param>
    public static async Task Write(HttpContext context, SweepFeed feed, string? since, TimeProvider clock, CancellationToken end)
    {
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        using var reader = feed.Follow(since);
        try
        {
            // At once: a browser waits for the head of an answer before it calls the stream open.
            await Send(context, reader.Hello.Text, both.Token);
            if (await feed.CatchUp(reader) is { } caught)
                await Send(context, caught.Text, both.Token);
            while (await Next(context, reader, clock, both.Token))
                while (reader.Events.TryRead(out var happened)) await Send(context, happened.Text, both.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser has gone, or the server goes.
        }
    }

    private static async Task<bool> Next(HttpContext context, FeedReader reader, TimeProvider clock, CancellationToken end)
    {
        var more = reader.Events.WaitToReadAsync(end).AsTask();
        while (true)
        {
            try
            {
                return await more.WaitAsync(Beat, clock, end);
            }
            catch (TimeoutException)
            {
                await Send(context, ": \n\n", end);
            }
        }
    }

    private static async Task Send(HttpContext context, string text, CancellationToken end)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), end);
        await context.Response.Body.FlushAsync(end);
    }
}
