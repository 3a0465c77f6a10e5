using System.CommandLine;
using System.Net;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Pages;
using Sweep.Page;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep ui</c>: the live page of a ledger.</summary>
internal static class UiVerb
{
    public static Command Build(CliContext context)
    {
        var name = new Argument<string?>("name")
        {
            Description = "Name of a sweep to begin with, as 'sweep ls' shows it. Default: all sweeps.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = SharedOptions.Whole(
            "--port", "port",
            $"Port to listen on; 0 = any free one. Default: {PageOptions.UsualPort}, or a free one where that is taken.", 0, 65_535);
        var bind = SharedOptions.Text(
            "--bind", "address", "Address to listen on; beyond this machine it takes --tls-certificate. Default: 127.0.0.1.");
        var (certificate, key) = (PageRequest.CertificateOption(), PageRequest.KeyOption());
        var command = new Command("ui", "Serves a page that shows sweeps while they run, and prints the link to it. Ctrl-C ends it.")
        {
            name, port, bind, certificate, key,
        };
        var place = LedgerPlace.Options(command, context);
        var secret = ClusterChoice.SecretFileOption();
        command.Add(secret);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name), new PageRequest
        {
            Place = place(parsed),
            SecretFile = context.Resolve(parsed.GetValue(secret)),
            Port = parsed.GetValue(port),
            Bind = Address(parsed.GetValue(bind)),
            Certificate = context.Resolve(parsed.GetValue(certificate)),
            Key = context.Resolve(parsed.GetValue(key)),
        }));
        return command.Example("sweep ui cells", "sweep ui --db results/may.db --port 0");
    }

    private static async Task<int> Run(CliContext context, string? name, PageRequest request)
    {
        var ledger = request.Place.Open();
        if (name is not null) await request.Place.Find(ledger, name);
        return await context.Graceful.Do(async () =>
        {
            await using var page = await PageHost.Start(context, request);
            context.Out.WriteLine(page.Link(name));
            context.Out.Flush();
            context.Error.WriteLine("whoever has this link sees the page; Ctrl-C ends it");
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Interrupted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
    }

    private static IPAddress Address(string? text) => text is null ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw UserException.BadInput($"--bind expects an address of this machine, such as 10.0.0.7, found '{text}'");
}
