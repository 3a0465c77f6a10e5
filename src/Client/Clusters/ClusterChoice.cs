using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Ledger;

namespace Sweep.Client.Clusters;

/// <summary>Which cluster a command means: the option, else <c>SWEEP_CLUSTER</c>, else the configuration file.</summary>
internal static class ClusterChoice
{
    /// <summary>Environment variable of the same meaning as <c>--cluster</c>.</summary>
    public const string Variable = "SWEEP_CLUSTER";

    public static Option<string?> Option() => new("--cluster")
    {
        Description = $"The database of the cluster: \"Host=db;Username=sweep;...\", postgres://..., or a SQLite file. Default: {Variable}, else 'cluster' in the configuration file.",
        HelpName = "address",
    };

    public static Option<string?> SecretFileOption() => new("--secret-file")
    {
        Description = "File with the cluster's secret. Default: SWEEP_SECRET, else 'secret' in the configuration folder.",
        HelpName = "file",
    };

    /// <summary>The cluster's database.</summary>
    /// <exception cref="UserException">Bad input: none is named, or the address cannot be read.</exception>
    public static LedgerAddress Require(CliContext context, string? option) => Find(context, option) ?? throw UserException.BadInput(
        "no cluster is named",
        $"  name its database with --cluster \"Host=...;Username=...\" (PostgreSQL) or --cluster PATH (a SQLite file for nodes of one machine), with {Variable}, or with the line",
        $"  'cluster: ...' in {ClusterConfiguration.FileOf(context)}");

    /// <summary>The cluster's database; null when none is named.</summary>
    /// <exception cref="UserException">Bad input: the address cannot be read.</exception>
    public static LedgerAddress? Find(CliContext context, string? option) =>
        Named(context, option) is { } text ? LedgerAddress.Parse(text, context.WorkingFolder) : ClusterConfiguration.Read(context);

    /// <summary>A command to type next: it repeats the cluster unless the environment or the configuration names it.</summary>
    public static string Hint(CliContext context, LedgerAddress cluster, string verb) =>
        Hints.Command(context, verb, Hints.StandardLedger) + (Named(context, null) is null && ClusterConfiguration.Read(context) is null ? $" --cluster {Hints.Quote(cluster.Display)}" : "");

    private static string? Named(CliContext context, string? option) =>
        option is { Length: > 0 } ? option : context.Variable(Variable) is { Length: > 0 } variable ? variable : null;
}
