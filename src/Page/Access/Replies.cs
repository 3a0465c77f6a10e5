using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Reports.Tables;

namespace Sweep.Page.Access;

/// <summary>Writes answers.</summary>
internal static class Replies
{
    private const int WorthCompressing = 2000;

    /// <summary>An object in the JSON of this program.</summary>
    public static Task Json(HttpContext context, object value) =>
        Send(context, JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), JsonLines.Options), "application/json");

    /// <summary>A sentence for people.</summary>
    public static Task Error(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return Json(context, new { Error = message });
    }

    /// <summary>Bytes, compressed where that pays and the browser takes it.</summary>
    public static async Task Send(HttpContext context, ReadOnlyMemory<byte> body, string type)
    {
        var response = context.Response;
        response.ContentType = type;
        if (body.Length > WorthCompressing && TakesBrotli(context.Request))
        {
            body = Compress(body.Span, CompressionLevel.Fastest);
            response.Headers.ContentEncoding = "br";
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>True when the browser takes Brotli.</summary>
    public static bool TakesBrotli(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Any(word => word.AsSpan().Trim() is "br");

    /// <summary>Brotli.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> raw, CompressionLevel level)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, level, leaveOpen: true)) brotli.Write(raw);
        return bytes.ToArray();
    }
}
