using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Contracts;
using Sweep.Contracts.Connections;
using Sweep.Page.Access;
using Sweep.Page.Live;
using Sweep.Page.Sources;

namespace Sweep.Page;

/// <summary>Serves the live page of a ledger until it is disposed of.</summary>
public sealed class PageSite : IAsyncDisposable
{
    /// <summary>Open connections, in all and of one other machine: more than a browser opens for the streams of many tabs.</summary>
    public const int MostConnections = 256, MostOfOneAddress = 64;

    private readonly WebApplication site;
    private readonly SweepFeeds feeds;
    private readonly PageOptions options;
    private readonly CancellationTokenSource end = new();
    private readonly PageQueues queues;

    private PageSite(IPageSource source, PageOptions options)
    {
        this.options = options;
        feeds = new SweepFeeds(source, options.Clock, options.OnDefect);
        queues = new PageQueues(options.Clock, end.Token);
        site = Builder(options).Build();
        var gate = new AccessGate(new AccessRules(options.Secret, IsOwnHost), options.Secret, options.Certificate is not null);
        site.Use((context, next) => gate.Attend(context, next));
        new PageRoutes(source, feeds, options, queues, end.Token).Map(site);
    }

    public IPEndPoint Place { get; private set; } = new(IPAddress.Loopback, 0);

    public Uri Address => new($"{(options.Certificate is null ? "http" : "https")}://{Host}:{Place.Port}/");

    private string Host => Place.Address switch
    {
        { } any when any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any) => NameIn(options.Certificate),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => $"[{six}]",
        var four => four.ToString(),
    };

    /// <summary>The machine's name, or that of the certificate where it has another, by which alone others are let in.</summary>
    private static string NameIn(X509Certificate2? certificate)
    {
        var machine = Dns.GetHostName();
        if (certificate is null || certificate.MatchesHostname(machine)) return machine;
        var name = certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        return name.StartsWith("*.", StringComparison.Ordinal) ? $"{machine}{name[1..]}" : name.Length > 0 ? name : machine;
    }

    /// <summary>Starts a page; returns when it listens.</summary>
    /// <exception cref="SweepRefusedException">Input error: nothing can listen there, or others would reach it without a
    /// certificate.</exception>
    public static async Task<PageSite> Start(IPageSource source, PageOptions options)
    {
        if (!IPAddress.IsLoopback(options.Place.Address) && options.Certificate is null)
        {
            throw new SweepRefusedException(
                $"a page on {options.Place.Address} is reached by other machines, so it needs TLS: give --tls-certificate FILE, or leave " +
                    "it on loopback and reach it through SSH: ssh -L 8421:127.0.0.1:8421 HOST", isInputError: true);
        }

        try
        {
            return await Listen(source, options);
        }
        catch (IOException e) when (options.MayMove && e.InnerException is AddressInUseException)
        {
            return await Listen(source, options with { Place = new IPEndPoint(options.Place.Address, 0) });
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SweepRefusedException(
                $"cannot listen on {options.Place} ({(e.InnerException ?? e).Message}); name an address of this machine and a free port " +
                    "(--port 0 takes any)", isInputError: true);
        }
    }

    /// <summary>The link to open, with its token: whoever has it sees the page.</summary>
    public string Link(string? sweep) =>
        $"{Address}{(sweep is null ? "" : $"s/{Uri.EscapeDataString(sweep)}")}?token={options.Secret.Token}";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await site.StopAsync();
        await feeds.DisposeAsync();
        await site.DisposeAsync();
        queues.Dispose();
        end.Dispose();
    }

    private static async Task<PageSite> Listen(IPageSource source, PageOptions options)
    {
        var page = new PageSite(source, options);
        try
        {
            await page.site.StartAsync();
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }

        var bound = page.site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        page.Place = new IPEndPoint(options.Place.Address, new Uri(bound).Port);
        return page;
    }

    private static WebApplicationBuilder Builder(PageOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // On loopback all have one address, which may have all places.
        var limiter = new ConnectionLimiter<ConnectionContext>(
            MostConnections, IPAddress.IsLoopback(options.Place.Address) ? MostConnections : MostOfOneAddress);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Bound(kestrel.Limits);
            kestrel.Listen(options.Place, listen =>
            {
                listen.Use(next => context => limiter.Attend(context.RemoteEndPoint, context, Close, () => next(context)));
                listen.Protocols = options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (options.Certificate is { } certificate) listen.UseHttps(certificate);
            });
        });
        if (options.Certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder;
    }

    private static void Close(ConnectionContext context) =>
        context.Abort(new ConnectionAbortedException("a newer connection needs the place"));

    /// <summary>What strangers may send and leave unread.</summary>
    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestLineSize = 1 << 14;
        limits.MaxRequestHeadersTotalSize = 1 << 15;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
    }

    /// <summary>The address itself, of which loopback has several; else loopback's names, or what the certificate says.</summary>
    private bool IsOwnHost(string host) => host.Trim('[', ']') == options.Place.Address.ToString()
        || (IPAddress.IsLoopback(options.Place.Address)
            ? AccessRules.LoopbackNames.Contains(host, StringComparer.OrdinalIgnoreCase)
            : options.Certificate!.MatchesHostname(host.Trim('[', ']')));

    /// <summary>Whoever started the page ends it: signals are theirs.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
