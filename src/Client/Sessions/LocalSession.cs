using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.Text;
using Sweep.Silo.Membership;

namespace Sweep.Client.Sessions;

/// <summary>A sweep on this machine: in a node of this process once it was started here, else in another process, if in any.</summary>
internal sealed class LocalSession(CliContext context, RunRequest request, string name) : ISweepSession
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);

    private readonly OtherProcess other = new(context, request.Place.File, name);
    private HostRequest wanted = new(request.Place.File, []);
    private ISweepHost? host;

    /// <summary>Refuses the ledger of a cluster: its nodes and this one would take a sweep from each other for ever.</summary>
    /// <exception cref="UserException">Bad input: living nodes use the ledger.</exception>
    public static void RequireOwn(CliContext context, LedgerPlace place)
    {
        if (LivingNodes.Of((SqliteAddress)place.Address, context.Time.GetUtcNow()) is not { Count: > 0 } nodes) return;
        throw UserException.BadInput(
            $"'{place.Db}' is the ledger of a cluster: {Numbers.Plural(nodes.Count, "node")} ({string.Join(", ", nodes)}) gave a sign of "
            + $"life within {LivingNodes.Silence.TotalSeconds:0} s",
            $"  name the cluster with --cluster {Hints.Quote(place.Db)} in place of --db, or another ledger with --db");
    }

    public bool OwnsSweep => host is not null;

    public string Where => other.Where;

    public TimeSpan Pause => host is null ? other.Pause : LookPause;

    public async Task<Capacity> Prepare(SweepSpec spec, SweepPlan plan, int finalTrials)
    {
        if (RunningSweeps.Contains(request.Place.File, name)) throw UserException.BadInput(
            $"sweep '{name}' is running already, {Where}",
            $"  '{request.Place.Hint($"top {name}")}' shows the results so far, '{request.Place.Hint($"cancel {name}")}' ends it");
        var (slots, devices, note) = await SlotChoice.For(request, spec, plan, context);
        if (NodeNeeds.Problem(context.Limits, slots.Count) is { } problem) throw UserException.Failed(problem);
        wanted = new HostRequest(request.Place.File, slots)
        {
            Devices = devices,
            HangLimit = request.HangLimit,
            Trials = Math.Max(0, plan.Trials.Count - finalTrials),
            Assembly = spec.Assembly,
        };
        return new Capacity(slots, slots.Count, $"{SlotList.Describe(slots)}, ledger {request.Place.File}{note}");
    }

    public async Task Start(SweepOrder order)
    {
        host = await context.StartHost(wanted);
        await Ask(() => host.Sweep(name).Start(order));
    }

    public Task<IReadOnlyList<string>> StartDetached(SweepOrder order) => new BackgroundRun(context, request).Start(order);

    public Task<SweepProgress> Watch(long newerThan) => host is null ? other.Look() : host.Sweep(name).Watch(newerThan);

    public Task<bool> IsOver(SweepProgress? seen) => Task.FromResult(seen is { IsOver: true });

    public Task Interrupt() => host is null ? other.End() : Ask(() => host.Sweep(name).Interrupt());

    public Task Cancel() => host is null ? other.Cancel() : Ask(() => host.Sweep(name).Cancel());

    public async ValueTask DisposeAsync()
    {
        if (host is { } node) await node.DisposeAsync();
        host = null;
    }

    /// <summary>A call may lose its answer while the program was stopped with Ctrl-Z, or the machine slept.</summary>
    private async Task Ask(Func<Task> call) => await Retry.For(AnswerLimit, context.Time).ExecuteAsync(async _ => await call());
}
