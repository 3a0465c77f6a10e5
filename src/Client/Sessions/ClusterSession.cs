using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.Text;
using Sweep.Silo.Contracts;

namespace Sweep.Client.Sessions;

/// <summary>A sweep of a running cluster, whichever node coordinates it. It does not depend on who watches.</summary>
internal sealed class ClusterSession(ClusterConnection cluster, LedgerPlace place, string name) : ISweepSession
{
    private readonly ILedgerView ledger = place.Open();

    public bool OwnsSweep => false;

    public string Where => "in the cluster";

    public TimeSpan Pause => TimeSpan.FromMilliseconds(200);

    private ISweepGrain Grain => cluster.Sweep(name);

    public async Task<Capacity> Prepare(SweepSpec spec, SweepPlan plan, int finalTrials)
    {
        if (TextOutOfReach(spec, plan) is { } problem) throw UserException.BadInput(problem);
        var slots = ClusterSize.Slots(await cluster.ListNodes(), spec.Gpus);
        var wait = slots == 0 ? "; it waits until a node offers one" : "";
        return new Capacity([], slots, $"cluster at {place.Display}: {Numbers.Plural(slots, "slot")} now{wait}");
    }

    public Task Start(SweepOrder order) => cluster.Ask(() => Grain.Start(order));

    public async Task<IReadOnlyList<string>> StartDetached(SweepOrder order)
    {
        await Start(order);
        return ["is with the cluster"];
    }

    public Task<SweepProgress> Watch(long newerThan) => Grain.Watch(newerThan);

    /// <summary>By the ledger's word: where a coordinator ended or is lost, another one may go on.</summary>
    public async Task<bool> IsOver(SweepProgress? seen) =>
        (seen is null or { IsOver: true } or { Failure: not null }) && await ledger.FindSweep(name) is { Status: not SweepStatus.Running };

    public Task Interrupt() => cluster.Ask(() => Grain.Interrupt());

    public Task Cancel() => cluster.Ask(() => Grain.Cancel());

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>Every node would refuse it: better before the sweep has its name.</summary>
    private static string? TextOutOfReach(SweepSpec spec, SweepPlan plan)
    {
        var experiment = spec.Definition;
        if (!(experiment.Parameters ?? []).Any(parameter => parameter.IsPath)) return null;
        var configs = plan.Trials.Select(trial => trial.Config).Distinct();
        return configs.Select(config => PathConfinement.Problem(experiment, config.ToJson())).FirstOrDefault(found => found is not null);
    }
}

/// <summary>How many trials of a sweep the nodes of a cluster could run side by side if nobody else used them. Pure.</summary>
internal static class ClusterSize
{
    /// <summary>Counts by the share of a device; memory is not counted.</summary>
    /// <param name="gpus"><c>resources.gpus</c> of the sweep.</param>
    public static int Slots(IEnumerable<NodeView> nodes, double? gpus) =>
        nodes.Where(node => !node.Offer.Draining).SelectMany(node => node.Offer.Devices).Sum(device => On(device, gpus));

    private static int On(DeviceOffer device, double? gpus) => (device.Device != "cpu", gpus) switch
    {
        (true, 0) or (false, > 0) => 0,
        // A share of more than the device has is the whole device.
        (true, > 0 and var share) => (int)Math.Max(1, device.Units / share),
        _ => (int)device.Units,
    };
}
