using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Simulations;
using Sweep.Reports.Text;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Stoppers;

namespace Sweep.Client.Verbs;

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
        var costs = SimulationTable.Costs(
            all.Max(sweep => sweep.Trials.Max(trial => trial.Epochs)), all.Max(sweep => sweep.Epochs));
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
            return SweepSimulator.Run(
                Sampler(search.Method, search.Stops, spec.Seed + seed), search.Stops ? spec.NewStopper() : new NoStopper(),
                spec.StrategyRules(), source(seed), new SimulationRules(workers));
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or TrialException)
        {
            throw UserException.BadInput($"cannot simulate method {search.Method}: {e.Message}");
        }
    }

    // A rule may choose configurations too.
    private ISampler Sampler(string method, bool stops, long seed) =>
        stops ? spec.NewSampler(method, seed) : SamplerFactory.Make(method, spec.Space, seed);
}
