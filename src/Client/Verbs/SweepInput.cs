using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Client.Sessions;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;

namespace Sweep.Client.Verbs;

/// <summary>From a sweep file to a checked plan, or every error at once.</summary>
internal static class SweepInput
{
    /// <summary>Reads the text a ledger holds once more; planned when it is asked for.</summary>
    /// <exception cref="UserException">Bad input: this build refuses the text, or a corpus or program of it is gone.</exception>
    public static (SweepSpec Spec, Func<SweepPlan> Plan) ReadSpecAgain(CliContext context, SweepRow row)
    {
        var place = RecordedFile.Place(row.BaseFolder);
        var read = SweepSpecReader.Read(row.Yaml, context.Catalog, place, [], row.Name);
        var (spec, plan) = Plannable(read, $"{row.Name} (in the ledger)", place);
        return (spec, () => plan(spec));
    }

    /// <summary>The rules of a sweep that the ledger holds; nothing that it names is looked for.</summary>
    /// <exception cref="UserException">Bad input: this build no longer accepts the text.</exception>
    public static SweepSpec SpecAgain(CliContext context, SweepRow row)
    {
        var read = SweepSpecReader.Read(
            row.Yaml, context.Catalog, RecordedFile.Place(row.BaseFolder) with { HasFiles = false }, [], row.Name);
        return read.Spec ?? throw WarmStarts.Refused($"{row.Name} (in the ledger)", read.Errors);
    }

    /// <summary>Reads and checks a sweep file, with what the sweep is told of others (<see cref="WarmStarts"/>); planned when it is asked
    /// for: there may be very many trials, and nothing left to do.</summary>
    /// <param name="file">Path as the user typed it; messages repeat it so.</param>
    /// <param name="sets">Values of <c>--set</c>.</param>
    /// <param name="runsHere">False when its trials run on other machines, whose commands cannot be looked for here.</param>
    /// <param name="isNew">True when a sweep of its name that is there is replaced.</param>
    /// <exception cref="UserException">Bad input: one line per error, <c>file:line:column: message</c>.</exception>
    public static async Task<(SweepSpec Spec, Func<SweepPlan> Plan)> ReadWarm(
        CliContext context, LedgerPlace at, string file, IReadOnlyList<string> sets, bool runsHere = true, bool isNew = false)
    {
        var path = context.Resolve(file);
        var place = RecordedFile.Place(SweepFile.BaseFolder(path)) with { TypedFolder = context.WorkingFolder, HasCommands = runsHere };
        var read = SweepFile.Read(path, context.Catalog, sets, place);
        foreach (var notice in read.Notices)
            context.Error.WriteLine((notice with { Message = $"notice: {notice.Message}" }).Format(file));
        var (cold, plan) = Plannable(read, file, place);
        var spec = await new WarmStarts(context, at, file).Fill(cold, isNew);
        return (spec, () => plan(spec));
    }

    private static (SweepSpec Spec, Func<SweepSpec, SweepPlan> Plan) Plannable(SpecResult read, string file, SpecPlace place)
    {
        if (read.Spec is not { } found) throw WarmStarts.Refused(file, read.Errors);
        return (found, Plan);

        SweepPlan Plan(SweepSpec spec)
        {
            var planned = TrialPlanner.Plan(spec, spec.Definition, spec.WorkFolder?.Base ?? place.BaseFolder);
            return planned.Plan ?? throw WarmStarts.Refused(file, planned.Errors);
        }
    }
}
