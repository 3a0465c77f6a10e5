using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;

namespace Sweep.Client.Verbs;

/// <summary>From a sweep file to a checked plan, or every error at once.</summary>
internal static class SweepInput
{
    /// <summary>Reads, checks and plans a sweep file.</summary>
    /// <param name="context">The surroundings.</param>
    /// <param name="file">Path as the user typed it; messages repeat it so.</param>
    /// <param name="sets">Values of <c>--set</c>.</param>
    /// <exception cref="UserException">Bad input: one line per error, <c>file:line:column: message</c>.</exception>
    public static (SweepSpec Spec, SweepPlan Plan) Read(CliContext context, string file, IReadOnlyList<string> sets)
    {
        var path = context.Resolve(file);
        var read = SweepFile.Read(path, context.Catalog, sets);
        return Plan(read, file, context.Catalog, SweepFile.BaseFolder(path));
    }

    /// <summary>Reads the text a ledger holds once more.</summary>
    /// <exception cref="UserException">Bad input: this build no longer accepts the text, or what it needs (a corpus, a program) is gone.</exception>
    public static (SweepSpec Spec, SweepPlan Plan) ReadAgain(CliContext context, string name, string yaml, string baseFolder) =>
        Plan(SweepSpecReader.Read(yaml, context.Catalog, baseFolder, [], name), $"{name} (in the ledger)", context.Catalog, baseFolder);

    private static (SweepSpec Spec, SweepPlan Plan) Plan(SpecResult read, string file, ExperimentCatalog catalog, string baseFolder)
    {
        if (read.Spec is not { } spec) throw Refused(file, read.Errors);
        var planned = TrialPlanner.Plan(spec, catalog.Find(spec.Experiment)!, baseFolder);
        return planned.Plan is { } plan ? (spec, plan) : throw Refused(file, planned.Errors);
    }

    private static UserException Refused(string file, IReadOnlyList<SpecError> errors) =>
        UserException.BadInput([$"{Numbers.Plural(errors.Count, "error")} in the sweep file; nothing was written", .. errors.Select(e => e.Format(file))]);
}
