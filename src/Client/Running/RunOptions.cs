using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Ledger;

namespace Sweep.Client.Running;

/// <summary>The options that <c>run</c> and <c>resume</c> share.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> db = SharedOptions.Db();
    private readonly Option<int?> workers = SharedOptions.Workers();
    private readonly Option<DeviceKind> device = SharedOptions.Device();
    private readonly Option<int?> hangLimit = SharedOptions.HangLimit();
    private readonly Option<OutputFormat> format = SharedOptions.Format();
    private readonly Option<bool> json = SharedOptions.Json();
    private readonly Option<bool> quiet = SharedOptions.Quiet();
    private readonly Option<bool> detach = SharedOptions.Detach();
    private readonly Option<string?> cluster = ClusterChoice.Option();
    private readonly Option<string?> secretFile = ClusterChoice.SecretFileOption();

    public RunOptions(Command command)
    {
        foreach (var option in new Option[] { db, workers, device, hangLimit, format, json, quiet, detach, cluster, secretFile }) command.Add(option);
    }

    /// <exception cref="UserException">Bad input: options of one machine together with a cluster.</exception>
    public RunRequest Of(ParseResult parsed, CliContext context)
    {
        RefuseTwoOutputs(parsed, json, format, quiet);
        var place = ClusterOf(parsed, context);
        return new()
        {
            Db = parsed.GetValue(db)!,
            Cluster = place,
            SecretFile = parsed.GetValue(secretFile) is { } file ? context.Resolve(file) : null,
            Workers = parsed.GetValue(workers),
            Device = parsed.GetValue(device),
            HangLimit = parsed.GetValue(hangLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Format = parsed.GetValue(format),
            Json = parsed.GetValue(json),
            Quiet = parsed.GetValue(quiet),
            Detach = parsed.GetValue(detach),
        };
    }

    private LedgerAddress? ClusterOf(ParseResult parsed, CliContext context)
    {
        var named = parsed.GetValue(cluster);
        // Whoever names a ledger file means this machine, whatever the environment says.
        if (named is null && IsGiven(parsed, db)) return null;
        if (ClusterChoice.Find(context, named) is not { } place) return null;
        foreach (var local in new Option[] { db, workers, device, hangLimit })
        {
            if (IsGiven(parsed, local))
            {
                throw UserException.BadInput(
                    $"{local.Name} is about this machine, but the sweep goes to the cluster at {place.Display}",
                    named is null ? $"  leave it out, or run here with --db sweep.db ({ClusterChoice.Variable} or the configuration file names the cluster)" : "  leave one of them out");
            }
        }

        return place;
    }

    /// <summary>JSON lines are the whole output: there is no table to shape, and nothing to be quiet about.</summary>
    /// <exception cref="UserException">Bad input: another shape of output is asked for as well.</exception>
    internal static void RefuseTwoOutputs(ParseResult parsed, Option<bool> json, params IReadOnlyList<Option> others)
    {
        if (!parsed.GetValue(json)) return;
        foreach (var other in others.Where(o => IsGiven(parsed, o)))
            throw UserException.BadInput($"{json.Name} and {other.Name} exclude each other: {json.Name} writes everything as JSON lines", "  leave one of them out");
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
