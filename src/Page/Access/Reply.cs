using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Reports.Tables;

namespace Sweep.Page.Access;

/// <summary>An answer that is made and waits to be sent, compressed where the browser takes that. It is written piece by piece and kept in
/// pieces: as one array an answer of 10 MB and those that it outgrew would stay for long after it.</summary>
internal sealed class Reply
{
    private readonly Pipe pieces = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly string type;
    private readonly bool isCompressed;

    private Reply(string type, bool isCompressed) => (this.type, this.isCompressed) = (type, isCompressed);

    /// <summary>Makes one of an object, in the JSON of this program.</summary>
    public static Reply Json(HttpRequest request, object value) => Of(request, "application/json",
        body => JsonSerializer.Serialize(body, value, value.GetType(), JsonLines.Options));

    /// <summary>Answers with a sentence for people.</summary>
    public static async Task Error(HttpContext context, int status, string message)
    {
        var (response, body) = (context.Response, JsonSerializer.SerializeToUtf8Bytes(new { Error = message }, JsonLines.Options));
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", body.Length);
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>True when the browser takes Brotli.</summary>
    public static bool TakesBrotli(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Any(word => word.AsSpan().Trim() is "br");

    public static Reply Of(HttpRequest request, string type, Action<Stream> write)
    {
        var reply = new Reply(type, TakesBrotli(request));
        var bytes = reply.pieces.Writer.AsStream();
        using var body = reply.isCompressed ? new BrotliStream(bytes, CompressionLevel.Fastest) : bytes;
        write(body);
        return reply;
    }

    /// <summary>Sends it, once.</summary>
    public async Task Send(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = type;
        if (isCompressed) response.Headers.ContentEncoding = "br";
        var bytes = (await pieces.Reader.ReadAsync(context.RequestAborted)).Buffer;
        response.ContentLength = bytes.Length;
        try
        {
            if (HttpMethods.IsHead(context.Request.Method)) return;
            foreach (var piece in bytes) await response.Body.WriteAsync(piece, context.RequestAborted);
        }
        finally
        {
            await pieces.Reader.CompleteAsync();
        }
    }
}
