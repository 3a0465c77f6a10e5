using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Simulations;
using Sweep.Reports.Text;
using Sweep.Search.Simulation;
using Sweep.Search.Strategies;

namespace Sweep.Client.Verbs;

/// <summary>Simulates a sweep file with several methods and seeds, and shows how they fare.</summary>
/// <param name="spec">The file.</param>
/// <param name="source">What trials report, by the number of the simulated sweep.</param>
/// <param name="workers">Trials at a time.</param>
/// <param name="seeds">Sweeps for each method.</param>
internal sealed class SimulatedMethods(SweepSpec spec, Func<int, IReportSource> source, int workers, int seeds)
{
    /// <summary>How close to the best is close, relative to the best.</summary>
    private const double Near = 0.01;

    /// <summary>Simulates and writes rows to standard output and a sentence for each method beside it.</summary>
    public void Write(IReadOnlyList<string> methods, OutputFormat format, CliContext context)
    {
        var sweeps = methods.ToDictionary(
            method => method, method => Enumerable.Range(0, seeds).Select(seed => Run(method, seed)).ToList());
        var all = sweeps.Values.SelectMany(own => own).ToList();
        var incumbents = all.SelectMany(sweep => sweep.Incumbents).ToList();
        if (incumbents.Count == 0) throw UserException.Failed("no simulated trial reported a finite value: all diverged");
        var known = source(0).Optimum;
        var best = known ?? incumbents.Min(incumbent => incumbent.Truth);
        var costs = SimulationTable.Costs(
            all.Max(sweep => sweep.Trials.Max(trial => trial.Epochs)), all.Max(sweep => sweep.Epochs));
        var compared = methods
            .Select(method => ComparedMethod.Of(method, sweeps[method], best, costs, best + Near * Math.Abs(best))).ToList();
        TableWriter.Write(SimulationTable.Of(compared, costs), format, context.Out, context.OutTerminal);
        var value = Numbers.Metric(spec.Maximize ? -best : best);
        context.Error.WriteLine($"regret: {spec.Metric} of what looked best, as its seeds have it on average, against the best " +
            $"{(known is null ? "that was found" : "of the table")}, {value}; median and quartiles of {Numbers.Plural(seeds, "sweep")}");
        if (source(0) is TableReports table)
            context.Error.WriteLine($"the whole table takes {table.Epochs:N0} epochs, each configuration trained once");
        foreach (var method in compared) context.Error.WriteLine(SimulationTable.Sentence(method, seeds, "within 1 % of the best"));
    }

    private SimulatedSweep Run(string method, int seed)
    {
        try
        {
            return SweepSimulator.Run(
                spec.NewSampler(method, spec.Seed + seed), spec.NewStopper(),
                new StrategyRules(spec.Replicates, spec.MaxTrials, spec.Maximize, spec.Summary), source(seed),
                new SimulationRules(workers));
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or TrialException)
        {
            throw UserException.BadInput($"cannot simulate method {method}: {e.Message}");
        }
    }
}
