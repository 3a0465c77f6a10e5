using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;
using Sweep.Reports.Text;
using Sweep.Silo.Contracts;
using Sweep.Silo.Membership;

namespace Sweep.Client.Running;

/// <summary>The main job: submit, show, end with a table. The same for a new sweep, one that goes on, and one that is done.</summary>
internal sealed class SweepRun(CliContext context, RunRequest request)
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs what is left of a sweep.</summary>
    /// <param name="spec">The sweep.</param>
    /// <param name="plan">Makes its trials; asked only where there may be something to do.</param>
    public async Task<int> Run(SweepSpec spec, Func<SweepPlan> plan) => await Over(spec) is { } over ? await over : await Run(spec, plan());

    /// <summary>This very sweep is over: its trials, which may be very many, are not planned again.</summary>
    private async Task<Task<int>?> Over(SweepSpec spec)
    {
        var ledgerPath = context.Resolve(request.Db);
        // Whoever reads the lines relies on a plan first.
        if (request.Json || SqliteLedgerReader.OpenIfAny(ledgerPath) is not { } ledger || await ledger.FindSweep(spec.Name) is not { } row) return null;
        return row.IsOver && row.Yaml == spec.Yaml ? new RunEnding(context, request, ledgerPath, row.Name).AlreadyOver(row) : null;
    }

    private async Task<int> Run(SweepSpec spec, SweepPlan plan)
    {
        var ledgerPath = context.Resolve(request.Db);
        var isOver = await Submission.IsOver(ledgerPath, spec.Name);
        if (!isOver) RefuseBesideCluster(ledgerPath);
        // Slots first: what this machine cannot run must not enter its ledger. A sweep that is over needs none.
        var slots = isOver ? ChosenSlots.None : await SlotChoice.For(request, spec, plan, context);
        if (!isOver) NodeNeeds.Demand(context.Limits, slots.Slots.Count);
        var submission = await Submission.Make(context, spec, plan, ledgerPath);
        var ending = new RunEnding(context, request, ledgerPath, spec.Name);
        var announcement = new RunAnnouncement(context, request);
        if (submission.Row.IsOver)
        {
            // Whoever reads the lines relies on a plan first; for people there is nothing to announce.
            if (request.Json) announcement.Say(submission, slots.Slots);
            return await ending.AlreadyOver(submission.Row);
        }
        RefuseIfRunning(submission);
        announcement.Say(submission, slots.Slots);
        if (request.Detach) return await new DetachedRun(context, request).Start(submission);
        var began = context.Time.GetTimestamp();
        // The table too: a signal while it is printed must not say that the sweep was interrupted, when all of it is done.
        return await context.Orderly.Do(async () => await ending.After(await Attend(submission, slots), context.Time.GetElapsedTime(began)));
    }

    /// <summary>The nodes would take up the sweep at once, and two coordinators would take it from each other for ever.</summary>
    private void RefuseBesideCluster(string ledgerPath)
    {
        if (LivingNodes.Of(new SqliteAddress(ledgerPath), context.Time.GetUtcNow()) is not { Count: > 0 } nodes) return;
        throw UserException.BadInput(
            $"'{request.Db}' is the ledger of a cluster: {Numbers.Plural(nodes.Count, "node")} ({string.Join(", ", nodes)}) gave a sign of life within {LivingNodes.Silence.TotalSeconds:0} s",
            $"  submit to the cluster with --cluster {Hints.Quote(request.Db)} in place of --db, or name another ledger with --db");
    }

    private void RefuseIfRunning(Submission submission)
    {
        if (!RunningSweeps.Contains(submission.LedgerPath, submission.Name)) return;
        throw UserException.BadInput(
            $"sweep '{submission.Name}' is running already{(RunningSweeps.Owner(submission.LedgerPath, submission.Name) is { } owner ? $", in {owner}" : "")}",
            $"  '{Hints.Command(context, $"top {submission.Name}", request.Db)}' shows the results so far, '{Hints.Command(context, $"cancel {submission.Name}", request.Db)}' ends it");
    }

    private async Task<SweepProgress> Attend(Submission submission, ChosenSlots slots)
    {
        try
        {
            var wanted = new HostRequest(submission.LedgerPath, slots.Slots) { Devices = slots.Devices, HangLimit = request.HangLimit, Trials = submission.Trials.Count(trial => !trial.Status.IsFinal()) };
            await using var host = await context.StartHost(wanted);
            var sweep = host.Sweep(submission.Name);
            await sweep.Start(submission.Order);
            return await Displays.With(context, request, display => Watch(submission, sweep, display));
        }
        catch (SweepRefusedException e)
        {
            throw e.IsInputError ? UserException.BadInput(e.Message) : UserException.Failed(e.Message);
        }
    }

    private Task<SweepProgress> Watch(Submission submission, ISweepGrain sweep, IProgressDisplay display)
    {
        var varying = VaryingParameters.Of(submission.Plan.Trials.Select(t => t.Config));
        var work = new WorkLeft(submission.Plan.Trials, submission.EpochSeconds);
        var views = new ProgressViewBuilder(submission.Name, submission.Spec.Metric, varying, work);
        return new SweepWatch(sweep, display, views, context.Time, LookPause).UntilOver(context.Interrupted);
    }
}
