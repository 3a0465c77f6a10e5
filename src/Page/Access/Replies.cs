using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Reports.Tables;

namespace Sweep.Page.Access;

/// <summary>Writes answers.</summary>
internal static class Replies
{
    /// <summary>A sentence for people.</summary>
    public static async Task Error(HttpContext context, int status, string message)
    {
        var (response, body) = (context.Response, JsonSerializer.SerializeToUtf8Bytes(new { Error = message }, JsonLines.Options));
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", body.Length);
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
