using Spectre.Console;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Pages;
using Sweep.Client.Progress;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;
using Sweep.Search.Objectives;

namespace Sweep.Client.Sessions;

/// <summary>The way of a sweep through this program: submit, follow, end with a table. The same for a new sweep, one that goes on and one
/// that is done, on this machine and in a cluster.</summary>
internal sealed class SweepRun(CliContext context, RunRequest request)
{
    private LedgerPlace Place => request.Place;

    /// <summary>Runs what is left of a sweep.</summary>
    /// <param name="plan">Makes its trials, which may be very many; asked only where there may be something to do.</param>
    public async Task<int> Run(SweepSpec spec, Func<SweepPlan> plan)
    {
        if (context.Catalog.Find(spec.Experiment) is { IsAsked: true })
        {
            throw UserException.BadInput(
                $"no worker runs the trials of '{spec.Name}' (experiment: {spec.Experiment}): whoever asks for one does",
                $"  '{Place.Hint($"ask {spec.Name}")}' gives the next one, '{Place.Hint($"tell {spec.Name}/0 0.5")}' says how it went");
        }

        var ledger = Place.OpenIfAny();
        var known = ledger is null ? null : await ledger.FindSweep(spec.Name);
        if (known is not null && request.Replace)
        {
            // A file that cannot be planned must not cost the results of the one before.
            _ = plan();
            await new SweepEdits(context, Place).Remove(known);
            known = null;
        }

        var changed = known is null ? null : await ChangedFile.Of(ledger!, Place.Display, known, spec, plan);
        if (changed is not null)
        {
            TellDifference(changed);
            spec = Where(spec, changed.Known);
            known = changed.Known with { Trials = changed.Known.Trials + changed.Extension.Added.Count };
        }

        var asked = known is null ? [] : await RetriedTrials.Of(context, request, ledger!, known);
        IReadOnlyList<int> retried = [.. asked.Union(changed?.LeftOut ?? []).Order()];

        // Whoever reads the lines relies on a plan first; for people there is nothing to announce.
        var isDone = changed is { IsDone: true } && retried.Count == 0;
        if (isDone && !request.Json) return await Ending(spec.Name).NothingDone(known!);
        var speeds = ledger is null ? new Dictionary<CostKey, double>() : await ledger.RecordedEpochSeconds();
        var announcement = new RunAnnouncement(context, request, spec, known, speeds);
        if (isDone)
        {
            announcement.Say(plan(), [], Capacity.None);
            return await Ending(spec.Name).NothingDone(known!);
        }

        var held = known is null ? [] : await ledger!.ListTrials(spec.Name);
        var planned = changed is null ? plan() : (changed with { Held = held }).Numbered(plan());
        if (CorpusCheck.Problem(planned.Submitted, held) is { } problem)
            throw UserException.BadInput($"sweep '{spec.Name}' cannot go on: {problem}");
        await using var session = await SweepSessions.Open(context, request, spec.Name);
        announcement.Say(planned, held, await session.Prepare(spec, planned, (known?.FinalTrials ?? 0) - retried.Count));
        var folder = spec.WorkFolder?.Base ?? planned.Sweep.BaseFolder;
        var order = new SweepOrder(spec.Name, spec.Yaml, folder)
        {
            Sweep = planned.Sweep,
            Trials = planned.Submitted,
            Retried = retried,
        };
        return await Start(session, order, () => Views(spec.Name, spec.Goals, planned.Trials, speeds));
    }

    /// <summary>Goes on with a sweep that a cluster has planned; the files that it names need not be here.</summary>
    public async Task<int> Resume(SweepRow row)
    {
        var retried = await RetriedTrials.Of(context, request, Place.Open(), row);
        if (row.IsOver && retried.Count == 0) return await Ending(row.Name).NothingDone(row);
        await using var session = await SweepSessions.Open(context, request, row.Name);
        var views = await Views(row);
        return await Start(session, new SweepOrder(row.Name, row.Yaml, row.BaseFolder) { Retried = retried }, () => views);
    }

    public async Task<int> Watch(string name)
    {
        var row = await Place.Find(Place.Open(), name);
        if (!Place.IsRunning(row)) return await Ending(name).NothingDone(row);
        await using var session = await SweepSessions.Open(context, request, name);
        var views = await Views(row);
        return await context.Graceful.Do(() => Follow(session, name, views, context.Time.GetTimestamp()));
    }

    /// <summary>Says what is new in a file that goes on with what is there.</summary>
    private void TellDifference(ChangedFile changed)
    {
        if (request.Json || request.Quiet || changed.Words is not { } words) return;
        context.Error.WriteLine(
            changed.IsDone ? $"the file has changed: {words}" : $"sweep '{changed.Known.Name}' goes on with the changed file: {words}");
    }

    /// <summary>Programs go on where they began, wherever the command was typed this time; unless this machine's folder is gone.</summary>
    private SweepSpec Where(SweepSpec spec, SweepRow known) =>
        spec.WorkFolder is { } now && (Place.Cluster is not null || Directory.Exists(known.BaseFolder)) && now.Base != known.BaseFolder
            ? spec with { WorkFolder = WorkFolder.Kept(known.BaseFolder, now.Workdir) }
            : spec;

    /// <summary>Graceful as a whole: the coordinator may have the sweep at once, and how it ended is to be said, whatever
    /// happens.</summary>
    private Task<int> Start(ISweepSession session, SweepOrder order, Func<ProgressViewBuilder> views) =>
        context.Graceful.Do(async () =>
    {
        var began = context.Time.GetTimestamp();
        try
        {
            if (request.Detach) return Ending(order.Name).Detached(await session.StartDetached(order));
            await session.Start(order);
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            return Ending(order.Name).Unconfirmed();
        }

        return await Follow(session, order.Name, views(), began);
    });

    private async Task<int> Follow(ISweepSession session, string name, ProgressViewBuilder views, long began)
    {
        await using var page = request.Ui ? await Page(name) : null;
        var last = await Displayed(display => new SweepWatch(session, display, views, context.Time).UntilOver(context.Interrupted));
        // No worker is left when the end is told.
        await session.DisposeAsync();
        return last is null ? Ending(name).Left(session.Where) : await Ending(name).After(last, context.Time.GetElapsedTime(began));
    }

    /// <summary>Progress is JSON lines when asked, nothing when asked, live bars on a terminal, else plain lines.</summary>
    private Task<SweepProgress?> Displayed(Func<IProgressDisplay, Task<SweepProgress?>> watch)
    {
        if (request.Json) return watch(new JsonProgress(context.Out));
        if (request.Quiet) return watch(new GroupedNotices(new QuietProgress(context.Error)));
        if (!context.ErrorTerminal.IsTerminal) return watch(new GroupedNotices(new PlainProgress(context.Error)));
        var console = Consoles.Create(context.Error.Raw, context.ErrorTerminal);
        return console.Live(Consoles.Text("")).AutoClear(true)
            .StartAsync(live => watch(new GroupedNotices(new LiveProgress(console, live, CurveConsole.HasUnicode(context.Variable)))));
    }

    /// <summary>The page beside the run; its link goes where all goes that is no result.</summary>
    private async Task<PageHost> Page(string name)
    {
        var page = await PageHost.Start(context, new PageRequest { Place = Place, SecretFile = request.SecretFile });
        context.Error.WriteLine($"page: {page.Link(name)}");
        return page;
    }

    private async Task<ProgressViewBuilder> Views(SweepRow row)
    {
        var ledger = Place.Open();
        var trials = await ledger.ListTrials(row.Name);
        return Views(row.Name, SweepGoals.Of(row), [.. trials.Select(trial => trial.Plan)], await ledger.RecordedEpochSeconds());
    }

    private static ProgressViewBuilder Views(
        string name, Goals goals, IReadOnlyList<PlannedTrial> trials, IReadOnlyDictionary<CostKey, double> speeds)
    {
        var metric = goals.Objectives is [var first, ..] ? first : null;
        var parameters = VaryingParameters.Of(trials.Select(trial => trial.Config));
        return new(name, metric?.Name ?? "", parameters, new WorkLeft(trials, speeds), metric?.Maximize ?? false, goals.IsPlain);
    }

    private RunEnding Ending(string name) => new(context, request, name);
}
