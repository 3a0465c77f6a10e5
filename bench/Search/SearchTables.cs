using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Sweep.Bench.Search;

/// <summary>Writes what the runs say, as Markdown.</summary>
internal sealed class SearchTables(SearchOptions options, OptunaReference optuna, Func<SearchKey, SearchRun?> runOf)
{
    /// <summary>Writes every table.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(
            $"Seeds 0 to {options.Seeds - 1}; Optuna {optuna.Version}, its seeds 0 to 9. Medians of the regret: the noise-free value of " +
            "the configuration with the lowest observed value, less the optimum; lower is better. A `+` or `-` behind ours: better or " +
            "worse than its namesake in Optuna by the two-sided Mann-Whitney test at 0.05 with Holm's correction over the functions.");
        var comparisons = (
            from workers in options.Workers
            from mark in options.Marks
            select new SearchComparison(options, optuna, runOf, workers, mark)).ToList();
        if (options.Methods.Count > 1) WriteOurs(output, comparisons);
        WriteSummary(output, comparisons);
        WriteTimes(output);
        foreach (var comparison in comparisons) WriteMedians(output, comparison);
    }

    private void WriteOurs(TextWriter output, IReadOnlyList<SearchComparison> comparisons)
    {
        Heading(output, "Mean rank of the median, ours among themselves");
        Row(output, ["workers", "trials", "functions", .. options.Methods]);
        Row(output, ["---:", "---:", "---:", .. options.Methods.Select(_ => "---:")]);
        foreach (var comparison in comparisons)
        {
            var (functions, ranks) = comparison.RanksOfOurs();
            Row(output,
                [$"{comparison.Workers}", $"{comparison.Mark}", $"{functions}", .. ranks.Select(rank => Number(rank, "0.00"))]);
        }
    }

    private void WriteSummary(TextWriter output, IReadOnlyList<SearchComparison> comparisons)
    {
        if (comparisons.All(comparison => options.Methods.All(method => comparison.RanksWith(method).Ours is null))) return;
        Heading(output, "Ranks and wins");
        output.WriteLine(
            "Mean rank of the median over the functions: each of ours alone among those of Optuna's five that have numbers on every " +
            "function. Wins, ties and losses by the median against one of Optuna's; in brackets the significant ones with Holm's " +
            "correction over the functions, and without it.\n");
        Row(output, "workers", "trials", "ours", "functions", "mean rank", "Optuna's in that order", "against", "wins", "ties", "losses");
        Row(output, "---:", "---:", "---", "---:", "---:", "---", "---", "---:", "---:", "---:");
        foreach (var comparison in comparisons)
        {
            foreach (var method in options.Methods)
            {
                var ranks = comparison.RanksWith(method);
                foreach (var (rival, index) in SearchComparison.RivalsOf(method).Select((rival, index) => (rival, index)))
                {
                    if (comparison.Against(method, rival) is not { } score) continue;
                    Row(output, $"{comparison.Workers}", $"{comparison.Mark}", method, $"{score.Functions}",
                        index > 0 ? "" : Number(ranks.Ours, "0.00"),
                        index > 0 ? "" : string.Join(", ", ranks.Others.Select(other => $"{other.Name} {Number(other.Rank, "0.00")}")),
                        rival, $"{score.Wins} ({score.Better}, {score.BetterAlone})", $"{score.Ties}",
                        $"{score.Losses} ({score.Worse}, {score.WorseAlone})");
                }
            }
        }
    }

    private void WriteMedians(TextWriter output, SearchComparison comparison)
    {
        Heading(output, $"{comparison.Workers} worker{(comparison.Workers == 1 ? "" : "s")}, {comparison.Mark} trials");
        string[] theirs = [.. OptunaReference.Five.Append("tpe_group")
            .Where(sampler => options.Functions.Any(function => comparison.Optunas(sampler, function.Name) is not null))];
        Row(output, ["function", .. options.Methods.Select(method => $"**{method}**"), .. theirs]);
        Row(output, ["---", .. options.Methods.Select(_ => "---:"), .. theirs.Select(_ => "---:")]);
        foreach (var function in options.Functions)
        {
            Row(output,
            [
                function.Name,
                .. options.Methods.Select(method =>
                    $"{Median(comparison.Ours(method, function.Name))}{comparison.Sign(method, function.Name)}"),
                .. theirs.Select(sampler => Median(comparison.Optunas(sampler, function.Name))),
            ]);
        }
    }

    private void WriteTimes(TextWriter output)
    {
        Heading(output, "Processor milliseconds of one suggestion");
        Row(output, "method", "median", "last tenth, median", "last tenth, largest median of a function", "slowest of all",
            "repeats in a run");
        Row(output, "---", "---:", "---:", "---:", "---:", "---:");
        foreach (var method in options.Methods)
        {
            var runs = (
                from function in options.Functions
                from workers in options.Workers
                from seed in Enumerable.Range(0, options.Seeds)
                let run = runOf(new SearchKey(method, function.Name, workers, seed))
                where run is { Milliseconds.Count: > 0 }
                select run).ToList();
            if (runs.Count == 0) continue;
            var last = runs.GroupBy(run => run.Key.Function)
                .Select(group => group.SelectMany(Last).Median()).ToList();
            Row(output, method, Number(runs.SelectMany(run => run.Milliseconds).Median(), "0.000"),
                Number(runs.SelectMany(Last).Median(), "0.000"), Number(last.Max(), "0.000"),
                Number(runs.Max(run => run.Milliseconds.Max()), "0.0"), Number(runs.Average(run => run.Repeats), "0.#"));
        }
    }

    private static IEnumerable<double> Last(SearchRun run) => run.Milliseconds.Skip(run.Milliseconds.Count * 9 / 10);

    private static string Median(IReadOnlyList<double>? regrets) =>
        regrets is null ? "" : regrets.Median().ToString("G3", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static void Heading(TextWriter output, string text) => output.WriteLine($"\n## {text}\n");

    private static void Row(TextWriter output, params IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");
}
