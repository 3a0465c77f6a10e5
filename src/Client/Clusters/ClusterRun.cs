using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Results;
using Sweep.Client.Running;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Data;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Training;
using Sweep.Ledger;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Clusters;

/// <summary>Submits a sweep to a cluster and watches it. The sweep belongs to the cluster: Ctrl-C ends the watching only.</summary>
internal sealed class ClusterRun(CliContext context, RunRequest request, LedgerAddress address)
{
    private readonly ClusterEnding ending = new(context, request, address);

    /// <summary>Submits and watches. A sweep that the cluster knows already goes on.</summary>
    public async Task<int> Submit(SweepSpec spec, SweepPlan plan)
    {
        if (TextOutOfReach(spec, plan) is { } problem) throw UserException.BadInput(problem);
        await using var session = await ClusterSession.Open(context, address, request.SecretFile);
        if (await session.Ledger.FindSweep(spec.Name) is { } known && known.Yaml == spec.Yaml && known.IsOver)
        {
            if (request.Json) await Announce(session, spec, plan);
            return await ending.AlreadyOver(session, known);
        }
        var order = new SweepOrder(spec.Name, spec.Yaml, plan.Sweep.BaseFolder) { Sweep = plan.Sweep, Trials = plan.Trials };
        return await Start(session, order, () => Announce(session, spec, plan));
    }

    /// <summary>Goes on with a sweep that was paused, and watches it.</summary>
    public async Task<int> Resume(string name)
    {
        await using var session = await ClusterSession.Open(context, address, request.SecretFile);
        var row = await SweepFinder.Find(session.Ledger, name, address.Display, verb => ClusterChoice.Hint(context, address, verb));
        if (row.IsOver) return await ending.AlreadyOver(session, row);
        return await Start(session, new SweepOrder(row.Name, row.Yaml, row.BaseFolder), () => Task.CompletedTask);
    }

    /// <summary>Watches a sweep, whoever submitted it.</summary>
    public async Task<int> Watch(string name)
    {
        await using var session = await ClusterSession.Open(context, address, request.SecretFile);
        var row = await SweepFinder.Find(session.Ledger, name, address.Display, verb => ClusterChoice.Hint(context, address, verb));
        return row.Status == SweepStatus.Running ? await Follow(session, name) : await ending.AlreadyOver(session, row);
    }

    /// <summary>Hands the sweep over and follows it. Orderly as a whole: the cluster has the sweep from the first call on, so Ctrl-C must say so even before the display is up.</summary>
    private Task<int> Start(ClusterSession session, SweepOrder order, Func<Task> announce) => context.Orderly.Do(async () =>
    {
        try
        {
            await session.Calls.Ask(() => session.Sweep(order.Name).Start(order), context.Interrupted);
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            return ending.LeftAtTheDoor(order.Name);
        }

        try
        {
            await announce();
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            return ending.Left(order.Name);
        }

        return request.Detach ? ending.Detached(order.Name) : await Follow(session, order.Name);
    });

    /// <summary>What is said at the end belongs to it: a signal meanwhile must not say that something was interrupted.</summary>
    private Task<int> Follow(ClusterSession session, string name) => context.Orderly.Do(async () =>
    {
        var began = context.Time.GetTimestamp();
        var row = (await session.Ledger.FindSweep(name))!;
        var trials = await session.Ledger.ListTrials(name);
        var work = new WorkLeft([.. trials.Select(trial => trial.Plan)], await session.Ledger.RecordedEpochSeconds());
        var views = new ProgressViewBuilder(name, row.Metric, VaryingParameters.Of(trials.Select(t => t.Plan.Config)), work);
        string? failure = null;
        var last = await Displays.With(context, request, async display =>
        {
            var watch = new ClusterWatch(session, name, display, views, context.Time);
            var row = await watch.UntilOver(context.Interrupted);
            failure = watch.Failure;
            return row;
        });
        if (last is null) return ending.Left(name);
        if (failure is not null) throw ending.Paused(name, failure);
        return await ending.After(session, last, context.Time.GetElapsedTime(began));
    });

    private async Task Announce(ClusterSession session, SweepSpec spec, SweepPlan plan)
    {
        IReadOnlyList<NodeView> nodes = [];
        await session.Calls.Ask(async () => nodes = await session.Broker.ListNodes(), context.Interrupted);
        var slots = ClusterSize.Slots(nodes, spec.Gpus);
        var summary = PlanSummary.Of(plan, await session.Ledger.RecordedEpochSeconds(), Math.Max(1, slots));
        if (request.Json) context.Out.WriteLine(JsonSerializer.Serialize(Facts(spec, summary, slots), JsonLines.Options));
        else if (!request.Quiet)
        {
            foreach (var line in PlanText.Lines(spec, summary)) context.Error.WriteLine(line);
            context.Error.WriteLine($"  cluster at {address.Display}: {Numbers.Plural(slots, "slot")} now{(slots == 0 ? "; it waits until a node offers one" : "")}");
        }
    }

    /// <summary>Every node would refuse it: better before the sweep has its name.</summary>
    private static string? TextOutOfReach(SweepSpec spec, SweepPlan plan) => spec.Experiment != LanguageModelDefinition.Experiment
        ? null
        : plan.Trials.Select(trial => CorpusConfinement.TextOf(trial.Config.Json)).OfType<string>().Distinct().Select(CorpusConfinement.Problem).FirstOrDefault(found => found is not null);

    private object Facts(SweepSpec spec, PlanSummary summary, int slots) => new
    {
        Type = "plan",
        Sweep = spec.Name,
        summary.Configurations,
        summary.Replicates,
        summary.Trials,
        summary.Epochs,
        summary.Tokens,
        spec.Metric,
        Goal = spec.Maximize ? "maximize" : "minimize",
        EstimatedSeconds = summary.Time?.TotalSeconds,
        SlotCount = slots,
        Ledger = address.Display,
    };
}
