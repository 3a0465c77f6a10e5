using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;

namespace Sweep.Client.Sessions;

/// <summary>How a sweep is to be run or watched, as the command line says it.</summary>
internal sealed record RunRequest
{
    /// <summary>The ledger, and with it where the sweep runs.</summary>
    public required LedgerPlace Place { get; init; }

    /// <summary>Absolute path of the file with the cluster's secret; null = the environment or the standard place.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Trials at a time; null = what the machine offers.</summary>
    public int? Workers { get; init; }

    /// <summary>What to train on; null = what the sweep asks for.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>Longest silence of a worker before it is killed as hung; null = the node's default.</summary>
    public TimeSpan? HangLimit { get; init; }

    public OutputFormat Format { get; init; }

    /// <summary>JSON lines on standard output instead of a table.</summary>
    public bool Json { get; init; }

    public bool Quiet { get; init; }

    public bool Detach { get; init; }

    /// <summary>The live page is served while the sweep runs.</summary>
    public bool Ui { get; init; }

    /// <summary>A sweep of that name is removed first.</summary>
    public bool Replace { get; init; }

    public bool RetryFailed { get; init; }

    /// <summary>Numbers of trials that run again; default none.</summary>
    public IReadOnlyList<int> Retried { get; init; } = [];
}

/// <summary>The options of the verbs that run, follow or end a sweep.</summary>
internal sealed class RunOptions
{
    private readonly CliContext context;
    private readonly Func<ParseResult, LedgerPlace> place;
    private readonly Option<string?> secretFile = ClusterChoice.SecretFileOption();
    private readonly Option<int?> workers = SharedOptions.Workers();
    private readonly Option<DeviceKind> device = SharedOptions.Device();
    private readonly Option<int?> hangLimit = SharedOptions.Whole(
        "--hang-limit", "seconds", "A worker without a sign of life for this many seconds is killed as hung. Default: 300. Raise it when " +
            "a single training step takes longer.", 1, int.MaxValue / 1000);
    private readonly Option<OutputFormat> format = SharedOptions.Format();
    private readonly Option<bool> json =
        new("--json") { Description = "One JSON object per line on standard output: the plan, progress, notices, the result." };
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "No progress, only the result and what went wrong." };
    private readonly Option<bool> detach =
        new("--detach", "-d") { Description = "Runs in the background, also after this terminal closes, and says how to watch." };
    private readonly Option<bool> ui = new("--ui") { Description = "Serves the live page while the sweep runs, and says the link to it." };

    private RunOptions(Command command, CliContext context)
    {
        (this.context, place) = (context, LedgerPlace.Options(command, context));
        command.Add(secretFile);
    }

    private Option[] OfThisMachine => [workers, device, hangLimit];

    /// <summary>Adds to a verb where the sweep is.</summary>
    public static Func<ParseResult, RunRequest> ForControl(Command command, CliContext context) => new RunOptions(command, context).Of;

    /// <summary>Adds also how it is shown.</summary>
    public static Func<ParseResult, RunRequest> ForWatch(Command command, CliContext context)
    {
        var options = new RunOptions(command, context);
        return options.With(command, options.format, options.json, options.quiet);
    }

    /// <summary>Adds also on what it trains.</summary>
    public static Func<ParseResult, RunRequest> ForRun(Command command, CliContext context)
    {
        var options = new RunOptions(command, context);
        return options.With(command, [.. options.OfThisMachine, options.format, options.json, options.quiet, options.detach, options.ui]);
    }

    private Func<ParseResult, RunRequest> With(Command command, params Option[] further)
    {
        foreach (var option in further) command.Add(option);
        return Of;
    }

    /// <exception cref="UserException">Bad input: options that exclude each other.</exception>
    private RunRequest Of(ParseResult parsed)
    {
        var request = new RunRequest
        {
            Place = place(parsed),
            SecretFile = context.Resolve(parsed.GetValue(secretFile)),
            Workers = parsed.GetValue(workers),
            Device = SharedOptions.IsGiven(parsed, device) ? parsed.GetValue(device) : null,
            HangLimit = parsed.GetValue(hangLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Format = parsed.GetValue(format),
            Json = parsed.GetValue(json),
            Quiet = parsed.GetValue(quiet),
            Detach = parsed.GetValue(detach),
            Ui = parsed.GetValue(ui),
        };
        if (request is { Ui: true, Detach: true }) throw UserException.BadInput(
            $"{ui.Name} and {detach.Name} exclude each other: the page ends with the command",
            $"  leave {ui.Name} out; '{request.Place.Hint("ui")}' serves the page beside the sweep");
        // JSON lines are the whole output: there is no table to shape, and nothing to be quiet about.
        if (request.Json && FirstGiven(parsed, format, quiet) is { } other) throw UserException.BadInput(
            $"{json.Name} and {other.Name} exclude each other: {json.Name} writes everything as JSON lines", "  leave one of them out");
        if (request.Place.Cluster is not null && FirstGiven(parsed, OfThisMachine) is { } local) throw UserException.BadInput(
            $"{local.Name} is about this machine, but the sweep goes to the cluster at {request.Place.Display}",
            $"  leave it out, or run here with --db sweep.db (--cluster, {ClusterChoice.Variable} or the configuration file names " +
                "the cluster)");
        return request;
    }

    private static Option? FirstGiven(ParseResult parsed, params Option[] options) =>
        options.FirstOrDefault(option => SharedOptions.IsGiven(parsed, option));
}
