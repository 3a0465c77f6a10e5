using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Page;
using Sweep.Page.Access;

namespace Sweep.Client.Pages;

internal sealed record PageRequest
{
    public required LedgerPlace Place { get; init; }

    /// <summary>Absolute path of the file with the cluster's secret; null = the environment or the standard place.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Address to listen on; default this machine alone.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 = any free one, null = the usual one, or any where it is taken.</summary>
    public int? Port { get; init; }

    /// <summary>Absolute path of a certificate in PEM; null = no TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>Absolute path of its key; null = in the same file.</summary>
    public string? Key { get; init; }

    public static Option<string?> CertificateOption() => SharedOptions.Text(
        "--tls-certificate", "file", "Certificate of the page in PEM, with its key unless --tls-key names that.");

    public static Option<string?> KeyOption() => SharedOptions.Text("--tls-key", "file", "Key of the certificate in PEM.");
}

internal sealed class PageHost(PageSite site, LedgerPageSource source) : IAsyncDisposable
{
    /// <exception cref="UserException">Bad input: the certificate cannot be used.</exception>
    /// <exception cref="Contracts.SweepRefusedException">Input error: the place cannot be listened on.</exception>
    public static async Task<PageHost> Start(CliContext context, PageRequest request)
    {
        var secret = PageSecret.OfUser(SecretPath(context), out var problem);
        if (problem is not null)
            context.Error.WriteLine($"! {problem}; the link is good until this server ends, and open pages do not find its successor");
        var source = new LedgerPageSource(context, request.Place, request.SecretFile);
        try
        {
            return new PageHost(await PageSite.Start(source, Options(context, request, secret)), source);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="PageSite.Link" />
    public string Link(string? sweep) => site.Link(sweep);

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <summary><c>$XDG_CONFIG_HOME/sweep/page-secret</c>, else <c>~/.config/sweep/page-secret</c>.</summary>
    internal static string SecretPath(CliContext context) =>
        Path.Combine(Path.GetDirectoryName(ClusterConfiguration.FileOf(context))!, "page-secret");

    private static PageOptions Options(CliContext context, PageRequest request, PageSecret secret) => new()
    {
        Place = new IPEndPoint(request.Bind, request.Port ?? PageOptions.UsualPort),
        MayMove = request.Port is null,
        Secret = secret,
        Certificate = request.Certificate is { } file ? Certificate(file, request.Key ?? file) : null,
        Clock = context.Time,
        OnDefect = e => context.Error.WriteLine(
            $"! the page met a defect of sweep: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}" +
                (context.Variable("SWEEP_TRACE") is { Length: > 0 } ? $" {e.StackTrace?.ReplaceLineEndings(" ")}" : "")),
    };

    private static X509Certificate2 Certificate(string file, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw UserException.BadInput(
                $"--tls-certificate: expected a certificate and its key in PEM, found '{file}' ({e.Message.ReplaceLineEndings(" ")})",
                "  the key may stand in the same file, or in one that --tls-key names");
        }
    }
}
