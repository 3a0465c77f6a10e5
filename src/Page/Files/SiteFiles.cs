using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sweep.Page.Access;

namespace Sweep.Page.Files;

/// <summary>The files of the page, which are in the program itself.</summary>
internal sealed class SiteFiles
{
    private const string Root = "web/";

    private readonly Dictionary<string, SiteFile> files = [];

    public SiteFiles(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var raw = new byte[stream.Length];
            stream.ReadExactly(raw);
            files.Add(name[Root.Length..].Replace('\\', '/'), new SiteFile(raw, TypeOf(name)));
        }
    }

    /// <summary>Answers with a file; false where there is none of that name.</summary>
    public async Task<bool> TrySend(HttpContext context, string name)
    {
        if (!files.TryGetValue(name, out var file)) return false;
        var response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        response.ContentType = file.Type;
        var isSmall = Reply.TakesBrotli(context.Request);
        if (isSmall) response.Headers.ContentEncoding = "br";
        var body = isSmall ? file.Compressed.Value : file.Raw;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
        return true;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };

    private sealed record SiteFile(byte[] Raw, string Type)
    {
        public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Raw))[..16]}\"";

        /// <summary>By Brotli, once, when somebody asks first.</summary>
        public Lazy<byte[]> Compressed { get; } = new(() =>
        {
            using var bytes = new MemoryStream();
            using (var brotli = new BrotliStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true)) brotli.Write(Raw);
            return bytes.ToArray();
        });
    }
}
