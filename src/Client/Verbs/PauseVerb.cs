using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep pause NAME</c>: running trials of a cluster's sweep save a checkpoint and end; nothing is lost.</summary>
internal sealed class PauseVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var (name, cluster, secret) = (SharedOptions.SweepName(), ClusterChoice.Option(), ClusterChoice.SecretFileOption());
        var command = new Command("pause", "Pauses a sweep of a cluster: running trials save a checkpoint and give their slots back; 'resume' goes on.") { name, cluster, secret };
        command.SetAction((parsed, _) => Run(
            context,
            parsed.GetValue(name)!,
            ClusterChoice.Require(context, parsed.GetValue(cluster)),
            parsed.GetValue(secret) is { } file ? context.Resolve(file) : null));
        return command.Example("sweep pause cells", "sweep pause cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task<int> Run(CliContext context, string name, LedgerAddress address, string? secretFile)
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
