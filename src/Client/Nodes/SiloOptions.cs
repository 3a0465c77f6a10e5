using System.CommandLine;
using System.Net;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Pages;
using Sweep.Experiments.Data;
using Sweep.Ledger;
using Sweep.Silo.Hosting;

namespace Sweep.Client.Nodes;

/// <summary>A node of a cluster as the command line describes it.</summary>
internal sealed record SiloRequest
{
    public required LedgerAddress Cluster { get; init; }

    /// <summary>Name of the node, unique in the cluster.</summary>
    public required string Name { get; init; }

    public required IPAddress Bind { get; init; }

    /// <summary>Address under which others reach the node.</summary>
    public required IPAddress Advertise { get; init; }

    /// <summary>Port for other nodes; 0 = any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Port for clients; 0 = any free one.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>Slots; null = what the machine offers.</summary>
    public int? Workers { get; init; }

    /// <summary>What to train on; null = cuda when there is a GPU, else cpu.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>Folder of checkpoints that every node shares; null = they move through the ledger.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Folder of texts and of what the node keeps for itself.</summary>
    public required string Data { get; init; }

    /// <summary>File of the cluster's secret; null = the environment or the standard place.</summary>
    public string? SecretFile { get; init; }

    /// <summary>True when sweeps may run programs of their own here.</summary>
    public bool AllowCommands { get; init; }

    /// <summary>Absolute paths of the assemblies whose experiments run here.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Where health and metrics are served; null = nowhere.</summary>
    public IPEndPoint? Http { get; init; }

    /// <summary>Loopback port of the dashboard; null = none.</summary>
    public int? Dashboard { get; init; }

    /// <summary>The live page; null = none is served.</summary>
    public PageRequest? Page { get; init; }

    /// <summary>How long running trials may take to save a checkpoint when the node leaves.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A worker without a sign of life for this long is killed.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);
}

internal sealed class SiloOptions
{
    private const int MostPort = 65_535, MostSeconds = 1_000_000;

    private readonly Option<string?> cluster = ClusterChoice.Option();
    private readonly Option<string?> name = SharedOptions.Text(
        "--name", "name", "Name of the node, unique in the cluster. Default: SWEEP_NODE_NAME, else the machine's name.");
    private readonly Option<string> bind = new("--bind")
    {
        Description = "Address to listen on. Default: 127.0.0.1, this machine alone.",
        HelpName = "address",
        DefaultValueFactory = _ => "127.0.0.1"
    };
    private readonly Option<string?> advertise = SharedOptions.Text(
        "--advertise", "address", "Address under which the other nodes and clients reach this one. Default: that of --bind.");
    private readonly Option<int> port = Port("--port", "Port for other nodes; 0 = any free one.", ClusterPlace.DefaultPort);
    private readonly Option<int> gatewayPort =
        Port("--gateway-port", "Port for clients; 0 = any free one.", ClusterPlace.DefaultGatewayPort);
    private readonly Option<int?> workers = SharedOptions.Workers();
    private readonly Option<DeviceKind?> device =
        new("--device") { Description = "What to train on. Default: cuda where there is a GPU, else cpu.", HelpName = "cpu|cuda" };
    private readonly Option<string?> checkpoints = SharedOptions.Text(
        "--checkpoints", "folder", "Folder that every node shares, for checkpoints. Default: they move through the database.");
    private readonly Option<string?> data = SharedOptions.Text(
        "--data", "folder", "Folder of texts and of what the node keeps for itself. Default: SWEEP_DATA, else the user's cache folder.");
    private readonly Option<string?> secretFile = ClusterChoice.SecretFileOption();
    private readonly Option<bool> allowCommands = new("--allow-commands")
    {
        Description = "Lets sweeps run programs of their own on this machine (the keys 'program' and 'command').",
    };
    private readonly Option<string[]> experiments = SharedOptions.Experiments();
    private readonly Option<string?> http =
        SharedOptions.Text("--http", "address:port", "Serves health, readiness and metrics there. Default: nowhere.");
    private readonly Option<int?> dashboard = SharedOptions.Whole(
        "--dashboard", "port", "Serves the Orleans dashboard on this loopback port. Default: not at all.", 1, MostPort);
    private readonly Option<string?> ui = SharedOptions.Text(
        "--ui", "address:port",
        "Serves the live page of the cluster there; beyond this machine it takes --tls-certificate. Default: nowhere.");
    private readonly Option<string?> certificate = PageRequest.CertificateOption();
    private readonly Option<string?> key = PageRequest.KeyOption();
    private readonly Option<int?> grace = SharedOptions.Whole(
        "--grace", "seconds", "How long running trials may take to save a checkpoint when the node leaves. Default: 30.", 1, MostSeconds);
    private readonly Option<int?> hangLimit = SharedOptions.Whole(
        "--hang-limit", "seconds", "A worker without a sign of life for this long is killed. Default: 300.", 1, MostSeconds);

    public SiloOptions(Command command)
    {
        foreach (var option in new Option[] { cluster, name, bind, advertise, port, gatewayPort, workers, device, checkpoints, data,
            secretFile, allowCommands, experiments, http, dashboard, ui, certificate, key, grace, hangLimit })
            command.Add(option);
    }

    /// <exception cref="UserException">Bad input: no cluster is named, or a value cannot be used.</exception>
    public SiloRequest Of(ParseResult parsed, CliContext context)
    {
        var listen = Address("--bind", parsed.GetValue(bind)!);
        return new SiloRequest
        {
            Cluster = ClusterChoice.Require(context, parsed.GetValue(cluster)),
            Name = NodeName(parsed.GetValue(name) ?? context.Variable("SWEEP_NODE_NAME") ?? Environment.MachineName),
            Bind = listen,
            Advertise = parsed.GetValue(advertise) is { } other ? Address("--advertise", other) : Reachable(listen),
            Port = parsed.GetValue(port),
            GatewayPort = parsed.GetValue(gatewayPort),
            Workers = parsed.GetValue(workers),
            Device = parsed.GetValue(device),
            Checkpoints = context.Resolve(parsed.GetValue(checkpoints)),
            Data = context.Resolve(parsed.GetValue(data)) ?? DataFolder.Find(context.Variable),
            SecretFile = context.Resolve(parsed.GetValue(secretFile)),
            AllowCommands = parsed.GetValue(allowCommands),
            Experiments = [.. parsed.GetValue(experiments)!.Select(path => context.Resolve(path)).Distinct()],
            Http = parsed.GetValue(http) is { } place ? EndPoint("--http", place) : null,
            Page = parsed.GetValue(ui) is { } page ? Page(parsed, context, EndPoint("--ui", page)) : null,
            Dashboard = parsed.GetValue(dashboard),
            Grace = TimeSpan.FromSeconds(parsed.GetValue(grace) ?? 30),
            HangLimit = TimeSpan.FromSeconds(parsed.GetValue(hangLimit) ?? 300),
        };
    }

    private PageRequest Page(ParseResult parsed, CliContext context, IPEndPoint place) => new()
    {
        Place = LedgerPlace.Of(context, ClusterChoice.Require(context, parsed.GetValue(cluster))),
        SecretFile = context.Resolve(parsed.GetValue(secretFile)),
        Bind = place.Address,
        Port = place.Port,
        Certificate = context.Resolve(parsed.GetValue(certificate)),
        Key = context.Resolve(parsed.GetValue(key)),
    };

    private static string NodeName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? name
        : throw UserException.BadInput(
            $"a node's name has up to 100 letters, digits, '.', '_' and '-', found '{name}'; give another one with --name");

    private static IPAddress Address(string option, string text)
    {
        if (IPAddress.TryParse(text, out var address)) return address;
        try
        {
            if (Dns.GetHostAddresses(text) is [var first, ..]) return first;
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Nobody knows the name.
        }

        throw UserException.BadInput($"{option} expects an address or a name of this machine, such as 10.0.0.7, found '{text}'");
    }

    private static IPAddress Reachable(IPAddress listen) => !listen.Equals(IPAddress.Any) && !listen.Equals(IPAddress.IPv6Any)
        ? listen
        : throw UserException.BadInput($"--bind {listen} listens on every address; say with --advertise which of them the others reach");

    private static IPEndPoint EndPoint(string option, string text) => IPEndPoint.TryParse(text, out var place) && place.Port > 0
        ? place
        : throw UserException.BadInput($"{option} expects an address and a port, such as 127.0.0.1:8080, found '{text}'");

    private static Option<int> Port(string name, string description, int standard) => new(name)
    {
        Description = $"{description} Default: {standard}.",
        HelpName = "port",
        DefaultValueFactory = _ => standard,
        CustomParser = result => (int)(SharedOptions.Whole(result, 0, MostPort) ?? standard),
    };
}
