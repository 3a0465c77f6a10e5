using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Contracts;
using Sweep.Experiments.Specs;

namespace Sweep.Client.Sessions;

/// <summary>One sweep, and the way to its coordinator: in a node of this process, in another process of this machine, or in a cluster.
/// May be disposed twice.</summary>
internal interface ISweepSession : IAsyncDisposable
{
    /// <summary>True: the sweep ends with this process, so Ctrl-C interrupts it. False: it goes on elsewhere, and Ctrl-C ends the
    /// watching.</summary>
    bool OwnsSweep { get; }

    /// <summary>Where it goes on, for people: <c>in the cluster</c>.</summary>
    string Where { get; }

    /// <summary>Least time between two calls of <see cref="Watch"/>.</summary>
    TimeSpan Pause { get; }

    /// <summary>Refuses what cannot run there; writes nothing.</summary>
    /// <exception cref="UserException">It cannot run; the message says why.</exception>
    Task<Capacity> Prepare(SweepSpec spec, SweepPlan plan, int finalTrials);

    /// <summary>Hands the sweep to its coordinator. A repeat is harmless.</summary>
    Task Start(SweepOrder order);

    /// <summary>The same, to a coordinator that outlives this process.</summary>
    /// <returns>Where it runs, for people; the first line goes on from the name of the sweep.</returns>
    Task<IReadOnlyList<string>> StartDetached(SweepOrder order);

    /// <summary>The state now, or, when <paramref name="newerThan"/> is the current version, when it changes (at most about a
    /// second).</summary>
    Task<SweepProgress> Watch(long newerThan);

    /// <summary>True when nothing more will happen without the user.</summary>
    /// <param name="seen">The latest snapshot; null when nobody answered.</param>
    Task<bool> IsOver(SweepProgress? seen);

    /// <summary>Running trials save a checkpoint and end; planned ones are kept.</summary>
    Task Interrupt();

    /// <summary>Running and planned trials end as cancelled.</summary>
    Task Cancel();
}

/// <param name="Slots">Names of the slots; empty in a cluster, which lends them as they become free.</param>
/// <param name="SlotCount">Trials that run at a time.</param>
/// <param name="Line">The same for people, with the ledger.</param>
internal sealed record Capacity(IReadOnlyList<DeviceSlot> Slots, int SlotCount, string Line)
{
    public static Capacity None { get; } = new([], 0, "");
}

internal static class SweepSessions
{
    /// <summary>The session of a sweep of the ledger that the request names.</summary>
    /// <exception cref="UserException">Bad input: living nodes of a cluster use a ledger of this machine.</exception>
    public static async Task<ISweepSession> Open(CliContext context, RunRequest request, string name)
    {
        if (request.Place.Cluster is { } cluster)
            return new ClusterSession(await ClusterConnection.Open(context, cluster, request.SecretFile), request.Place, name);
        LocalSession.RequireOwn(context, request.Place);
        return new LocalSession(context, request, name);
    }
}
