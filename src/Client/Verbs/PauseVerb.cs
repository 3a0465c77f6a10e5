using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.Text;
using Sweep.Silo.Membership;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep pause NAME</c>: running trials save a checkpoint and end, wherever the sweep runs; nothing is lost.</summary>
internal sealed class PauseVerb : IVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than trials may take to save a checkpoint.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public Command Build(CliContext context)
    {
        var (name, db, cluster, secret) = (SharedOptions.SweepName(), SharedOptions.Db(), ClusterChoice.Option(), ClusterChoice.SecretFileOption());
        var command = new Command("pause", "Pauses a sweep: running trials save a checkpoint and give their slots back; 'resume' goes on.") { name, db, cluster, secret };
        command.SetAction((parsed, _) => ClusterChoice.FindUnless(parsed, db, context, parsed.GetValue(cluster)) is { } address
            ? InCluster(context, parsed.GetValue(name)!, address, parsed.GetValue(secret) is { } file ? context.Resolve(file) : null)
            : Here(context, parsed.GetValue(name)!, parsed.GetValue(db)!));
        return command.Example("sweep pause cells", "sweep pause cells --db results/may.db", "sweep pause cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task<int> Here(CliContext context, string name, string db)
    {
        var (path, hint) = (context.Resolve(db), Hints.On(context, db));
        var ledger = Ledgers.Reader(path);
        if (LivingNodes.Of(new SqliteAddress(path), context.Time.GetUtcNow()) is { Count: > 0 } nodes) throw UserException.BadInput(
            $"'{db}' is the ledger of a cluster ({Numbers.Plural(nodes.Count, "node")}: {string.Join(", ", nodes)})", $"  name it with --cluster {Hints.Quote(db)} in place of --db");
        var before = await SweepFinder.Find(ledger, name, path, hint);
        if (before.IsOver || !RunningSweeps.Contains(path, name))
        {
            context.Error.WriteLine($"sweep '{name}' is {SweepState.Word(before, path)} already; nothing to pause{(before.IsOver ? "" : $"; '{hint($"resume {name}")}' goes on")}");
            return ExitCodes.Done;
        }

        if (!await Ends(context, path, name)) throw UserException.Failed(
            $"sweep '{name}' still runs{(RunningSweeps.Owner(path, name) is { } owner ? $", in {owner}" : "")}",
            "  it was asked to end if it runs on this machine: pause it there, or ask again");
        var after = (await ledger.FindSweep(name))!;
        context.Error.WriteLine(after.IsOver
            ? $"sweep '{name}' came to its end meanwhile: {after.FinalTrials} of {Numbers.Plural(after.Trials, "trial")} done"
            : $"sweep '{name}' is paused: {after.FinalTrials} of {Numbers.Plural(after.Trials, "trial")} done; '{hint($"resume {name}")}' goes on");
        return ExitCodes.Done;
    }

    /// <summary>True once nobody runs the sweep; false when that does not come about.</summary>
    private static async Task<bool> Ends(CliContext context, string path, string name)
    {
        RunningSweeps.AskToEnd(path, name);
        for (var began = context.Time.GetTimestamp(); context.Time.GetElapsedTime(began) < Limit; await Task.Delay(Look, context.Time, context.Interrupted))
        {
            if (!RunningSweeps.Contains(path, name)) return true;
        }

        return false;
    }

    private static async Task<int> InCluster(CliContext context, string name, LedgerAddress address, string? secretFile)
    {
        await using var session = await ClusterSession.Open(context, address, secretFile);
        var before = await SweepFinder.Find(session.Ledger, name, address.Display, verb => ClusterChoice.Hint(context, address, verb));
        if (before.Status != SweepStatus.Running)
        {
            context.Error.WriteLine($"sweep '{name}' is {before.Status.ToString().ToLowerInvariant()} already; nothing to pause");
            return ExitCodes.Done;
        }

        await session.Calls.Ask(() => session.Sweep(name).Interrupt(), context.Interrupted);
        var after = (await session.Ledger.FindSweep(name))!;
        context.Error.WriteLine(after.Status == SweepStatus.Running
            ? $"sweep '{name}' is pausing: its running trials are saving a checkpoint"
            : $"sweep '{name}' is paused: {after.FinalTrials} of {Numbers.Plural(after.Trials, "trial")} done; '{ClusterChoice.Hint(context, address, $"resume {name}")}' goes on");
        return ExitCodes.Done;
    }
}
