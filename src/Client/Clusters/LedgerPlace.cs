using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Stores;

namespace Sweep.Client.Clusters;

/// <summary>The ledger that a reading verb was pointed at: a file of this machine, or the database of a cluster.</summary>
internal sealed class LedgerPlace
{
    private readonly CliContext context;
    private readonly string db;

    private LedgerPlace(CliContext context, string db, LedgerAddress? cluster)
    {
        (this.context, this.db, Cluster) = (context, db, cluster);
        Address = cluster ?? new SqliteAddress(context.Resolve(db));
    }

    /// <summary>The cluster; null when the ledger is a file of this machine.</summary>
    public LedgerAddress? Cluster { get; }

    public LedgerAddress Address { get; }

    /// <summary>For people; without a password.</summary>
    public string Display => Address.Display;

    /// <summary>Adds <c>--db</c> and <c>--cluster</c> to a verb.</summary>
    public static Func<ParseResult, LedgerPlace> Options(Command command, CliContext context)
    {
        var (db, cluster) = (SharedOptions.Db(), ClusterChoice.Option());
        command.Add(db);
        command.Add(cluster);
        return parsed =>
        {
            var named = parsed.GetValue(cluster);
            if (named is not null && parsed.GetResult(db) is { Implicit: false })
                throw UserException.BadInput("--db names a file of this machine and --cluster the database of a cluster; leave one of them out");
            return new LedgerPlace(context, parsed.GetValue(db)!, ClusterChoice.FindUnless(parsed, db, context, named));
        };
    }

    /// <exception cref="LedgerException">There is no ledger, or it cannot be read.</exception>
    public ILedgerView Open() => LedgerStore.OpenReader(Address);

    /// <summary>The ledger; null where there is no file yet, or an empty one.</summary>
    /// <exception cref="LedgerException">There is something, but no ledger.</exception>
    public ILedgerView? OpenIfAny() => Address is SqliteAddress { Path: var path } ? SqliteLedgerReader.OpenIfAny(path) : Open();

    /// <summary>A command to type next, on the same ledger.</summary>
    public string Hint(string verb) => Cluster is { } cluster ? ClusterChoice.Hint(context, cluster, verb) : Hints.Command(context, verb, db);

    /// <summary>A sweep of the ledger.</summary>
    /// <exception cref="UserException">Bad input: no sweep of that name.</exception>
    public Task<SweepRow> Find(ILedgerReader ledger, string sweep) => SweepFinder.Find(ledger, sweep, Display, Hint);

    /// <summary>Its state in a word: a cluster's ledger knows it, a file's running sweep may have lost its process.</summary>
    public string State(SweepRow sweep) => Cluster is not null || Address is not SqliteAddress file
        ? sweep.Status.ToString().ToLowerInvariant()
        : SweepState.Word(sweep, file.Path);
}
