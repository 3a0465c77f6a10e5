using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Experiments.Specs;
using Sweep.Reports.Simulations;
using Sweep.Reports.Text;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Spaces;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep simulate FILE --table SWEEP</c>: what a sweep would find for which cost, without training anything.</summary>
internal static class SimulateVerb
{
    private const int StandardSeeds = 10;
    private const int StandardWorkers = 4;
    private const int MostCount = 10_000;

    public static Command Build(CliContext context)
    {
        var (file, set, format) = (SharedOptions.File(), SharedOptions.Set(), SharedOptions.Format());
        var table = new Option<string?>("--table")
        {
            Description = "A sweep of the ledger that trained every configuration of the space to its end: its epochs are what simulated " +
                "trials report. Default: none, for the experiment noop, which needs no training.",
            HelpName = "sweep",
        };
        var compare = new Option<string?>("--compare")
        {
            Description = $"Methods to simulate side by side, joined by commas, with the early stopping of the file, or without it where " +
                $"{ComparedSearch.Without} follows, such as random{ComparedSearch.Without}: {string.Join(", ", SamplerFactory.Methods)}. " +
                "Default: the file's.",
            HelpName = "methods",
        };
        var seeds = Count("--seeds", $"Sweeps to simulate for each method, each with a seed of its own. Default: {StandardSeeds}.");
        var workers = Count("--workers", $"Trials that run at the same time in virtual time. Default: {StandardWorkers}.");
        var command = new Command("simulate", "Runs a sweep file in virtual time, with its real search and early stopping and with " +
            "results that are there already, and prints how far from the best it is after how many epochs: median and quartiles over " +
            "several seeds. Trains and writes nothing; equal files and tables give equal output.")
        {
            file, set, table, compare, seeds, workers, format,
        };
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var (spec, _) = await SweepInput.ReadWarm(
                context, place(parsed), parsed.GetValue(file)!, parsed.GetValue(set)!, runsHere: false);
            if (!spec.Goals.IsPlain)
            {
                throw UserException.BadInput(
                    "a simulation knows one metric, and the file has several objectives or constraints on outcomes",
                    "  simulate a copy of the file with 'metric' in place of 'metrics', and without 'outcome_constraints'");
            }

            var source = parsed.GetValue(table) is { } name ? await Table(place(parsed), name, spec) : Surrogate(spec);
            var simulated = new SimulatedMethods(
                spec, source, parsed.GetValue(workers) ?? StandardWorkers, parsed.GetValue(seeds) ?? StandardSeeds);
            simulated.Write(Searches(parsed.GetValue(compare), spec), parsed.GetValue(format), context);
            return ExitCodes.Done;
        });
        return command.Example(
            "sweep simulate search.yaml --table grid", "sweep simulate search.yaml --table grid --compare tpe,random --seeds 20",
            $"sweep simulate search.yaml --table grid --compare bayes,bayes{ComparedSearch.Without},random{ComparedSearch.Without}");
    }

    private static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => SharedOptions.Whole(result, 1, MostCount) is { } n ? (int)n : null,
    };

    private static List<ComparedSearch> Searches(string? compare, SweepSpec spec)
    {
        if (compare is null) return [new ComparedSearch(spec.Sampler.Name)];
        var searches = compare.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ComparedSearch.Read).Distinct().ToList();
        if (searches.Count == 0) throw UserException.BadInput("--compare names no method: write them with commas, such as tpe,random");
        if (searches.Find(search => !SamplerFactory.Methods.Contains(search.Method)) is not { } unknown) return searches;
        var near = ParseErrors.Nearest(unknown.Method, SamplerFactory.Methods);
        throw UserException.BadInput(
            $"--compare knows no method '{unknown.Method}'{(near is null ? "" : $"; did you mean '{near}'?")}",
            $"  it knows {string.Join(", ", SamplerFactory.Methods)}; with {ComparedSearch.Without} after it, " +
                "a method has no early stopping");
    }

    private static Func<int, IReportSource> Surrogate(SweepSpec spec) => seed =>
        spec.Definition.Reports(
            spec.Metric, spec.Maximize, replicate => TrialSeeds.Of(spec.Seed + seed, replicate))
        ?? throw UserException.BadInput(
            $"nothing says what trials of the experiment '{spec.Experiment}' would report: name a recorded sweep of the same space",
            "  for example: sweep simulate FILE --table grid, after 'sweep run' of a file with method: grid and no early_terminate");

    private static async Task<Func<int, IReportSource>> Table(LedgerPlace place, string name, SweepSpec spec)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        if (sweep.Metric != spec.Metric || sweep.Maximize != spec.Maximize)
        {
            throw UserException.BadInput(
                $"the sweep '{name}' is ranked by {RankOf(sweep.Metric, sweep.Maximize)}, the file by " +
                    $"{RankOf(spec.Metric, spec.Maximize)}: a table needs the same metric and goal");
        }

        var trials = await ledger.ListTrials(name);
        if (RecordedSweep.Unusable(trials) is { Count: > 0 } unusable)
        {
            throw UserException.BadInput(
                $"{Numbers.Plural(unusable.Count, "trial")} of {trials.Count:N0} of the sweep '{name}' did not run to the end, such as " +
                    $"{name}/{unusable[0].Number}, which is {unusable[0].Status.ToString().ToLowerInvariant()}",
                "  a table needs all of them: record it without early_terminate, and let it finish");
        }

        var table = new TableReports(RecordedSweep.Epochs(sweep, trials, await ledger.ListEpochs(name)));
        return table.From;
    }

    private static string RankOf(string metric, bool maximize) =>
        metric.Length == 0 ? "nothing" : $"{metric} ({(maximize ? "larger" : "smaller")} is better)";
}
