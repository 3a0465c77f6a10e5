using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep cancel NAME</c>: ends a sweep for good, wherever it runs.</summary>
/// <remarks>
/// It makes itself the coordinator, which the ledger grants to the last who asks; a process that runs the sweep finds its token outdated with its next
/// write and stops its workers. It is also asked to end, because with long epochs the next write may be far away.
/// </remarks>
internal sealed class CancelVerb : IVerb
{
    private const string Reason = "cancelled by the user";

    public Command Build(CliContext context)
    {
        var (name, db, cluster, secret) = (SharedOptions.SweepName(), SharedOptions.Db(), ClusterChoice.Option(), ClusterChoice.SecretFileOption());
        var command = new Command("cancel", "Ends a sweep for good: running and planned trials become cancelled, results so far are kept.") { name, db, cluster, secret };
        command.SetAction((parsed, _) => ClusterChoice.FindUnless(parsed, db, context, parsed.GetValue(cluster)) is { } address
            ? InCluster(context, parsed.GetValue(name)!, address, parsed.GetValue(secret) is { } file ? context.Resolve(file) : null)
            : Run(context, parsed.GetValue(name)!, parsed.GetValue(db)!));
        return command.Example("sweep cancel cells", "sweep cancel cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task<int> InCluster(CliContext context, string name, LedgerAddress address, string? secretFile)
    {
        await using var session = await ClusterSession.Open(context, address, secretFile);
        var before = await SweepFinder.Find(session.Ledger, name, address.Display, verb => ClusterChoice.Hint(context, address, verb));
        if (before.IsOver)
        {
            context.Error.WriteLine($"sweep '{name}' is {before.Status.ToString().ToLowerInvariant()} already; nothing to cancel");
            return ExitCodes.Done;
        }

        await session.Calls.Ask(() => session.Sweep(name).Cancel(), context.Interrupted);
        var after = (await session.Ledger.FindSweep(name))!;
        var cancelled = after.Trials - before.FinalTrials;
        context.Error.WriteLine(after.Status == SweepStatus.Cancelled
            ? $"sweep '{name}' is cancelled: {Numbers.Plural(cancelled, "trial")} will not run; '{ClusterChoice.Hint(context, address, $"top {name}")}' shows the results so far"
            : $"sweep '{name}' is being cancelled: its running trials are ending");
        return ExitCodes.Done;
    }

    private static async Task<int> Run(CliContext context, string name, string db)
    {
        var (path, hint) = (context.Resolve(db), Hints.On(context, db));
        var sweep = await SweepFinder.Find(Ledgers.Reader(path), name, path, hint);
        if (sweep.IsOver)
        {
            context.Error.WriteLine($"sweep '{name}' is {SweepState.Word(sweep, path)} already; nothing to cancel");
            return ExitCodes.Done;
        }
        await using var ledger = SqliteLedger.Open(path, context.Time);
        var cancelled = await Cancel(ledger, name);
        RunningSweeps.AskToEnd(path, name);
        context.Error.WriteLine($"sweep '{name}' is cancelled: {Numbers.Plural(cancelled, "trial")} will not run; '{hint($"top {name}")}' shows the results so far");
        return ExitCodes.Done;
    }

    private static async Task<int> Cancel(SqliteLedger ledger, string name)
    {
        var coordinator = await ledger.Claim(name, []);
        var waiting = (await ledger.ListTrials(name)).Where(t => !t.Status.IsFinal()).ToList();
        var accepted = await ledger.Apply(name, coordinator, [.. waiting.Select(t => new PlannedTrialCancelled(new TrialRef(name, t.Number, t.Attempts), Reason))]);
        await ledger.SetStatus(name, coordinator, SweepStatus.Cancelled);
        return accepted.Count(a => a);
    }
}
