using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.Text;
using Sweep.Search.Samplers;
using Sweep.Search.Strategies;
using Sweep.Silo.Outcomes;

namespace Sweep.Client.Sessions;

/// <summary>What a sweep is told of others (<c>warm_start</c>): taken when it is submitted, and then kept with it.</summary>
/// <param name="file">The sweep file as the user typed it.</param>
internal sealed class WarmStarts(CliContext context, LedgerPlace place, string file)
{
    private const int MostShown = 3;

    /// <summary>The spec with what it knows.</summary>
    /// <param name="isNew">True when a sweep of its name that is there is replaced: what that one knew is forgotten.</param>
    /// <exception cref="UserException">Bad input: a sweep that it names is not there, or says nothing about it.</exception>
    public async Task<SweepSpec> Fill(SweepSpec spec, bool isNew = false)
    {
        if (spec.WarmStart.Count == 0) return spec;
        var ledger = place.OpenIfAny();
        if (!isNew && ledger is not null && await ledger.FindSweep(spec.Name) is not null)
            return spec with { Known = KnownObservations.Read(await ledger.FindKnown(spec.Name)) };
        var errors = new List<SpecError>();
        var known = new List<Observation>();
        foreach (var source in spec.WarmStart)
        {
            var sweep = ledger is null ? null : await ledger.FindSweep(source.Name);
            var problem = sweep is null ? await Absent(ledger, source.Name) : Unlike(spec, sweep);
            var taken = problem is null ? await Take(ledger!, spec, sweep!) : null;
            if (taken is { Known.Count: 0 }) problem = $"nothing of '{source.Name}' is known here: {LeftOut(spec, taken)}. {WayOut(taken)}";
            if (problem is not null)
            {
                errors.Add(source.At.Error($"'warm_start': {problem}"));
                continue;
            }

            known.AddRange(taken!.Known);
            var words = $"warm start knows {taken.Known.Count:N0} of {Numbers.Plural(taken.Configurations, "configuration")} of " +
                $"'{source.Name}'{(LeftOut(spec, taken) is { Length: > 0 } left ? $"; left out: {left}" : "")}";
            context.Error.WriteLine(source.At.Error($"notice: {words}").Format(file));
        }

        if (errors.Count == 0 && spec.Enqueued.Count == 0 && known.Select(one => one.Config).Distinct().Count() >= spec.Sampler.Count)
        {
            errors.Add(spec.WarmStart[0].At.Error($"'warm_start': all {spec.Sampler.Count:N0} configurations of this file are known " +
                "already, and none is tried twice: give the parameters more values, or remove it"));
        }

        return errors.Count == 0 ? spec with { Known = KnownObservations.Numbered(known) } : throw Refused(file, errors);
    }

    /// <summary>The file has errors.</summary>
    public static UserException Refused(string file, IReadOnlyList<SpecError> errors) => UserException.BadInput(
        [$"{Numbers.Plural(errors.Count, "error")} in the sweep file; nothing was written", .. errors.Select(e => e.Format(file))]);

    private async Task<string> Absent(ILedgerView? ledger, string name)
    {
        var names = ledger is null ? [] : (await ledger.ListSweeps()).Select(sweep => sweep.Name).ToList();
        return $"there is no sweep '{name}' in {place.Display}{ParseErrors.Meant(name, names)} " +
            (names.Count == 0 ? "(it holds none): name the ledger that has it with --db or --cluster"
                : $"(it holds: {Contracts.Text.Suggestion.List(names, 10)})");
    }

    /// <summary>Why nothing that is known of a sweep says anything about another; null = it may.</summary>
    private static string? Unlike(SweepSpec spec, SweepRow other)
    {
        if (other.Experiment != spec.Experiment)
        {
            return $"'{other.Name}' trains with the experiment '{other.Experiment}', this file with '{spec.Experiment}': name a sweep of " +
                "the same experiment";
        }

        var (there, here) = (Rank(other.Metric, other.Maximize), Rank(spec.Metric, spec.Maximize));
        return there == here ? null
            : $"'{other.Name}' is ranked by {there}, this file by {here}: name a sweep with the same metric and goal, or change 'metric'";
    }

    /// <summary><c>val_loss (smaller is better)</c>.</summary>
    public static string Rank(string metric, bool maximize) =>
        metric.Length == 0 ? "nothing" : $"{metric} ({(maximize ? "larger" : "smaller")} is better)";

    private async Task<KnownSweep> Take(ILedgerView ledger, SweepSpec spec, SweepRow other)
    {
        var forks = (await ledger.ListDecisions(other.Name)).Where(decision => decision.Kind == DecisionKind.Fork)
            .Select(decision => decision.Trial).ToHashSet();
        var trials = (await ledger.ListTrials(other.Name)).Where(trial => !forks.Contains(trial.Number)).ToList();
        // In a race what some seeds say counts; a cap may have left seeds of the only configuration out.
        var races = RecordedFile.Read(context, other).Spec is { Races: true };
        var needed = races || trials.Count == 0 ? 1 : Math.Min(other.Replicates, trials.Max(trial => trial.Plan.Replicate) + 1);
        return spec.TakeFrom(trials, await ledger.ListMetric(other.Name, spec.Goals), needed);
    }

    private static string LeftOut(SweepSpec spec, KnownSweep taken)
    {
        var parts = taken.Misfits.OrderByDescending(misfit => misfit.Value).Take(MostShown).Select(misfit => misfit.Key switch
        {
            "" => $"{misfit.Value:N0} by 'constraints'",
            _ when spec.Space.IndexOf(misfit.Key) < 0 => $"{misfit.Value:N0} by '{misfit.Key}', which this file does not have",
            _ => $"{misfit.Value:N0} by the value of '{misfit.Key}', which is none of this file's",
        }).ToList();
        if (taken.Open > 0) parts.Add($"{taken.Open:N0} that have not ended");
        return string.Join("; ", parts);
    }

    private static string WayOut(KnownSweep taken) => taken.Misfits.Count > 0
        ? "Give the parameters of this file those values too, or name another sweep"
        : "Let it run first, or name another sweep";
}
