using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Stores;

namespace Sweep.Client.Clusters;

/// <summary>The ledger that a verb was pointed at: a file of this machine, or the database of a cluster.</summary>
internal sealed class LedgerPlace(CliContext context, string db, LedgerAddress? cluster)
{
    private const int Listed = 10;

    /// <summary>The cluster; null when the ledger is a file of this machine.</summary>
    public LedgerAddress? Cluster => cluster;

    public LedgerAddress Address { get; } = cluster ?? new SqliteAddress(context.Resolve(db));

    /// <summary>Absolute path of a ledger that is a file; not for that of a cluster in a server.</summary>
    public string File => ((SqliteAddress)Address).Path;

    /// <summary>The file of this machine as the user typed it.</summary>
    public string Db => db;

    /// <summary>For people; without a password.</summary>
    public string Display => Address.Display;

    public static Option<string> DbOption() => new("--db")
    {
        Description = "The ledger, a SQLite file.",
        HelpName = "path",
        DefaultValueFactory = _ => Hints.StandardLedger,
    };

    /// <summary>Adds <c>--db</c> and <c>--cluster</c> to a verb.</summary>
    public static Func<ParseResult, LedgerPlace> Options(Command command, CliContext context)
    {
        var (db, cluster) = (DbOption(), ClusterChoice.Option());
        command.Add(db);
        command.Add(cluster);
        return parsed =>
        {
            var (named, isFile) = (parsed.GetValue(cluster), SharedOptions.IsGiven(parsed, db));
            if (named is not null && isFile)
                throw UserException.BadInput(
                    "--db names a file of this machine and --cluster the database of a cluster; leave one of them out");
            // Whoever names a ledger file means this machine, whatever the environment says.
            return new LedgerPlace(context, parsed.GetValue(db)!, isFile ? null : ClusterChoice.Find(context, named));
        };
    }

    public static LedgerPlace Of(CliContext context, LedgerAddress cluster) => new(context, Hints.StandardLedger, cluster);

    /// <exception cref="LedgerException">There is no ledger, or it cannot be read.</exception>
    public ILedgerView Open() => LedgerStore.OpenReader(Address);

    /// <summary>The ledger; null where there is no file yet, or an empty one.</summary>
    /// <exception cref="LedgerException">There is something, but no ledger.</exception>
    public ILedgerView? OpenIfAny() => Address is SqliteAddress { Path: var path } ? SqliteLedgerReader.OpenIfAny(path) : Open();

    /// <summary>A command to type next, on the same ledger.</summary>
    public string Hint(string verb) => cluster is not null ? ClusterChoice.Hint(context, cluster, verb) : Hints.Command(context, verb, Db);

    /// <summary>The ledger and a sweep of it.</summary>
    /// <inheritdoc cref="Find" path="/exception" />
    public async Task<(ILedgerView Ledger, SweepRow Sweep)> OpenSweep(string name)
    {
        var ledger = Open();
        return (ledger, await Find(ledger, name));
    }

    /// <summary>A sweep of the ledger.</summary>
    /// <exception cref="UserException">Bad input: no sweep of that name; the message lists the known ones.</exception>
    public async Task<SweepRow> Find(ILedgerReader ledger, string name)
    {
        if (await ledger.FindSweep(name) is { } sweep) return sweep;
        var known = (await ledger.ListSweeps()).Select(s => s.Name).ToList();
        throw UserException.BadInput(
            $"there is no sweep '{name}' in {Display}{ParseErrors.Meant(name, known)}",
            known.Count == 0 ? $"  it holds no sweep yet: '{Hint("run FILE")}' adds one"
            : $"  it holds: {Suggestion.List(known, Listed)}{(known.Count > Listed ? $" ('{Hint("ls")}' lists them)" : "")}");
    }

    /// <exception cref="UserException">Bad input: the sweep has no trial of that number; the message says which it has.</exception>
    public async Task<TrialRow> FindTrial(ILedgerView ledger, SweepRow sweep, int number) =>
        await ledger.FindTrial(sweep.Name, number) ?? throw UserException.BadInput(
            $"sweep '{sweep.Name}' has no trial {number}: "
                + (sweep.Trials == 0 ? "it has none yet" : $"its trials are {sweep.Name}/0 to {sweep.Name}/{sweep.Trials - 1}"),
            $"  '{Hint($"show {sweep.Name}")}' lists them");

    /// <summary>True when somebody coordinates the sweep: a ledger file alone cannot tell that its process was killed.</summary>
    public bool IsRunning(SweepRow sweep) => sweep.Status == SweepStatus.Running
        && (Cluster is not null || Address is not SqliteAddress file || RunningSweeps.Contains(file.Path, sweep.Name));

    /// <summary>Its state in a word: <c>running</c> (also while whoever asks for its trials is away), <c>interrupted</c> (also when its
    /// process is gone), <c>finished</c> or <c>cancelled</c>.</summary>
    public string State(SweepRow sweep)
    {
        var isLeft = sweep.Status == SweepStatus.Running && !Runs(sweep);
        return (isLeft ? SweepStatus.Interrupted : sweep.Status).ToString().ToLowerInvariant();
    }

    /// <summary>True while somebody may run its trials, or ask for them.</summary>
    public bool Runs(SweepRow sweep) =>
        sweep.Status == SweepStatus.Running && (sweep.Experiment == UndeclaredDefinition.Asked.Name || IsRunning(sweep));
}
