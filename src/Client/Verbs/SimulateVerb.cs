using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Sessions;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Simulations;
using Sweep.Reports.Text;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;

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
        var table = SharedOptions.Text(
            "--table", "sweep",
            "A sweep of the ledger that trained every configuration of the space to its end: its epochs are what simulated trials " +
                "report. Default: none, for the experiment noop, which needs no training.");
        var compare = SharedOptions.Text(
            "--compare", "methods",
            $"Methods to simulate side by side, joined by commas, with the early stopping of the file, or without it where " +
                $"{ComparedSearch.Without} follows, such as random{ComparedSearch.Without}: {string.Join(", ", SamplerFactory.Methods)}. " +
                "Default: the file's.");
        var seeds = SharedOptions.Whole(
            "--seeds", "n", $"Sweeps to simulate for each method, each with a seed of its own. Default: {StandardSeeds}.", 1, MostCount);
        var workers = SharedOptions.Whole(
            "--workers", "n", $"Trials that run at the same time in virtual time. Default: {StandardWorkers}.", 1, MostCount);
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
        });
        return command.Example(
            "sweep simulate search.yaml --table grid", "sweep simulate search.yaml --table grid --compare tpe,random --seeds 20",
            $"sweep simulate search.yaml --table grid --compare bayes,bayes{ComparedSearch.Without},random{ComparedSearch.Without}");
    }

    private static List<ComparedSearch> Searches(string? compare, SweepSpec spec)
    {
        if (compare is null) return [new ComparedSearch(spec.Sampler.Name)];
        var searches = compare.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ComparedSearch.Read).Distinct().ToList();
        if (searches.Count == 0) throw UserException.BadInput("--compare names no method: write them with commas, such as tpe,random");
        if (searches.Find(search => !SamplerFactory.Methods.Contains(search.Method)) is not { } unknown) return searches;
        throw UserException.BadInput(
            $"--compare knows no method '{unknown.Method}'{ParseErrors.Meant(unknown.Method, SamplerFactory.Methods)}",
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
        var (ledger, sweep) = await place.OpenSweep(name);
        if (sweep.Metric != spec.Metric || sweep.Maximize != spec.Maximize)
        {
            throw UserException.BadInput(
                $"the sweep '{name}' is ranked by {WarmStarts.Rank(sweep.Metric, sweep.Maximize)}, the file by " +
                    $"{WarmStarts.Rank(spec.Metric, spec.Maximize)}: a table needs the same metric and goal");
        }

        var trials = await ledger.ListTrials(name);
        if (RecordedSweep.Unusable(trials) is { Count: > 0 } unusable)
        {
            throw UserException.BadInput(
                $"{Numbers.Plural(unusable.Count, "trial")} of {trials.Count:N0} of the sweep '{name}' did not run to the end, such as " +
                    $"{name}/{unusable[0].Number}, which is {unusable[0].Status.ToString().ToLowerInvariant()}",
                "  a table needs all of them: record it without early_terminate, and let it finish");
        }

        return new TableReports(RecordedSweep.Epochs(sweep, trials, await ledger.ListEpochs(name))).From;
    }
}

/// <summary>A search to simulate.</summary>
/// <param name="Method">Value of the key <c>method</c>.</param>
/// <param name="Stops">True with the file's early stopping, false without any.</param>
internal sealed record ComparedSearch(string Method, bool Stops = true)
{
    /// <summary>What follows the name of a method that is simulated without early stopping.</summary>
    public const string Without = "+none";

    /// <summary>Reads what a user wrote, such as <c>bayes</c> or <c>random+none</c>.</summary>
    public static ComparedSearch Read(string text) =>
        text.EndsWith(Without, StringComparison.Ordinal) ? new(text[..^Without.Length], Stops: false) : new(text);

    /// <summary>As a user writes it.</summary>
    public override string ToString() => Stops ? Method : Method + Without;
}

/// <summary>Simulates a sweep file with several methods and seeds, and shows how they fare.</summary>
/// <param name="source">What trials report, by the number of the simulated sweep.</param>
internal sealed class SimulatedMethods(SweepSpec spec, Func<int, IReportSource> source, int workers, int seeds)
{
    /// <summary>How close to the best is close, relative to the best.</summary>
    private const double Near = 0.01;

    /// <summary>Simulates and writes rows to standard output and a sentence for each method beside it.</summary>
    public void Write(IReadOnlyList<ComparedSearch> searches, OutputFormat format, CliContext context)
    {
        var sweeps = searches.ToDictionary(
            search => search, search => Enumerable.Range(0, seeds).Select(seed => Run(search, seed)).ToList());
        var all = sweeps.Values.SelectMany(own => own).ToList();
        var incumbents = all.SelectMany(sweep => sweep.Incumbents).ToList();
        if (incumbents.Count == 0) throw UserException.Failed("no simulated trial reported a finite value: all diverged");
        var known = source(0).Optimum;
        var best = known ?? incumbents.Min(incumbent => incumbent.Truth);
        var costs = SimulationTable.Costs(all.Max(sweep => sweep.Trials.Max(trial => trial.Epochs)), all.Max(sweep => sweep.Epochs));
        var compared = searches
            .Select(search => ComparedMethod.Of(search.ToString(), sweeps[search], best, costs, best + Near * Math.Abs(best))).ToList();
        var whole = (source(0) as TableReports)?.Epochs;
        TableWriter.Write(SimulationTable.Of(compared, costs, whole), format, context.Out, context.OutTerminal);
        var value = Numbers.Metric(spec.Maximize ? -best : best);
        context.Error.WriteLine($"regret: {spec.Metric} of what looked best, as its seeds have it on average, against the best " +
            $"{(known is null ? "that was found" : "of the table")}, {value}; median and quartiles of {Numbers.Plural(seeds, "sweep")}");
        if (whole is { } epochs) context.Error.WriteLine($"the whole table takes {epochs:N0} epochs, each configuration trained once");
        foreach (var method in compared)
            context.Error.WriteLine(SimulationTable.Sentence(method, seeds, "within 1 % of the best", whole));
    }

    private SimulatedSweep Run(ComparedSearch search, int seed)
    {
        try
        {
            // A rule may choose configurations too.
            var (sampler, stopper) = search.Stops
                ? (spec.NewSampler(search.Method, spec.Seed + seed), spec.NewStopper())
                : (SamplerFactory.Make(search.Method, spec.Space, spec.Seed + seed), new NoStopper());
            return SweepSimulator.Run(sampler, stopper, spec.StrategyRules(), source(seed), new SimulationRules(workers));
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or TrialException)
        {
            throw UserException.BadInput($"cannot simulate method {search.Method}: {e.Message}");
        }
    }
}
