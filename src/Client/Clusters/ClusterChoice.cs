using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Contracts.Files;
using Sweep.Ledger;
using Sweep.Silo.Security;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Sweep.Client.Clusters;

/// <summary>Which cluster a command means: the option, else <c>SWEEP_CLUSTER</c>, else the configuration file.</summary>
internal static class ClusterChoice
{
    /// <summary>Environment variable of the same meaning as <c>--cluster</c>.</summary>
    public const string Variable = "SWEEP_CLUSTER";

    public static Option<string?> Option() => SharedOptions.Text(
        "--cluster", "address",
        $"The database of the cluster: \"Host=db;Username=sweep;...\", postgres://..., or a SQLite file. Default: {Variable}, else " +
            "'cluster' in the configuration file.");

    public static Option<string?> SecretFileOption() => SharedOptions.Text(
        "--secret-file", "file", "File with the cluster's secret. Default: SWEEP_SECRET, else 'secret' in the configuration folder.");

    /// <exception cref="UserException">Bad input: none is named, or the address cannot be read.</exception>
    public static LedgerAddress Require(CliContext context, string? option) => Find(context, option) ?? throw UserException.BadInput(
        "no cluster is named",
        $"  name its database with --cluster \"Host=...;Username=...\" (PostgreSQL) or --cluster PATH (a SQLite file for nodes of one " +
            $"machine), with {Variable}, or with the line",
        $"  'cluster: ...' in {ClusterConfiguration.FileOf(context)}");

    /// <summary>The cluster's database; null when none is named.</summary>
    /// <exception cref="UserException">Bad input: the address cannot be read.</exception>
    public static LedgerAddress? Find(CliContext context, string? option) =>
        Named(context, option) is { } text ? LedgerAddress.Parse(text, context.WorkingFolder) : ClusterConfiguration.Read(context);

    /// <summary>A command to type next: it repeats the cluster unless the environment or the configuration names it.</summary>
    public static string Hint(CliContext context, LedgerAddress cluster, string verb) =>
        Hints.Command(context, verb, Hints.StandardLedger) + (Named(context, null) is null && ClusterConfiguration.Read(context) is null
            ? $" --cluster {Hints.Quote(cluster.Display)}" : "");

    /// <summary>The cluster's secret.</summary>
    /// <param name="file">Absolute path of <c>--secret-file</c>; null = the environment or the standard place.</param>
    /// <param name="isLoopback">True when only this machine can connect: then a missing secret is made, in the standard place.</param>
    /// <exception cref="Contracts.SweepRefusedException">Input error: there is none that can be used; it says how to make one.</exception>
    public static ClusterSecret Secret(CliContext context, string? file, bool isLoopback) => ClusterSecret.LoadOrCreate(
        new SecretSources(file, context.Variable(SecretSources.VariableName), SecretSources.DefaultFileOf(context.Variable)), isLoopback);

    private static string? Named(CliContext context, string? option) =>
        option is { Length: > 0 } ? option : context.Variable(Variable) is { Length: > 0 } variable ? variable : null;
}

/// <summary>The user's configuration file: one line, which names the cluster.</summary>
internal static class ClusterConfiguration
{
    private const string Key = "cluster";
    private const int MaxBytes = 1 << 16;

    public static string FileOf(CliContext context)
    {
        var home = context.Variable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
            : Path.Combine(context.Variable("HOME") ?? "/", ".config");
        return Path.Combine(home, "sweep", "config.yaml");
    }

    /// <summary>The cluster; null when the file names none, or there is no file.
    /// A relative path means a file beside it: one line is one cluster, wherever it is read from.</summary>
    /// <exception cref="UserException">Bad input: it cannot be read, or has an unknown key, which else would mean this machine.</exception>
    /// <exception cref="LedgerException">Input error: the address cannot be read.</exception>
    public static LedgerAddress? Read(CliContext context)
    {
        var file = FileOf(context);
        if (RegularFile.KindOf(file) == FileKind.Absent) return null;
        var lines = Lines(file);
        if (lines.Keys.FirstOrDefault(key => key != Key) is { } unknown) throw UserException.BadInput(
            $"{file}: unknown key '{unknown}'{ParseErrors.Meant(unknown, [Key])}",
            $"  the file may hold one key: '{Key}: ADDRESS'");
        return lines.GetValueOrDefault(Key) is { Length: > 0 } text
            ? LedgerAddress.Parse(text, Path.GetDirectoryName(Path.GetFullPath(file, context.WorkingFolder))!) : null;
    }

    private static Dictionary<string, string?> Lines(string file)
    {
        try
        {
            return new DeserializerBuilder().Build().Deserialize<Dictionary<string, string?>?>(RegularFile.ReadText(file, MaxBytes)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserException.BadInput(
                $"{file} cannot be read: {e.Message}", "  it names the cluster; make it a readable file of one line, or remove it");
        }
        catch (YamlException e)
        {
            throw UserException.BadInput(
                $"{file}:{e.Start.Line}:{e.Start.Column}: expected lines such as 'cluster: Host=db;Username=sweep'");
        }
    }
}
