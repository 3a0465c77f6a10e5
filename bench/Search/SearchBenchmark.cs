using System.Globalization;
using Sweep.Search.Samplers;

namespace Sweep.Bench.Search;

/// <summary>How far every sampler comes on the test functions, beside Optuna's samplers on the same functions.</summary>
internal static class SearchBenchmark
{
    /// <summary>Makes the runs that are missing and prints Markdown tables.</summary>
    /// <returns>0; 1 when a run threw; 2 when the options are not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        SearchOptions options;
        try
        {
            options = SearchOptions.Parse(arguments);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        using var cache = new RunCache(options.Cache, options.Fresh);
        var failed = Make(options, cache);
        new SearchTables(options, OptunaReference.Load(), key => cache[key]).Write(output);
        return failed ? 1 : 0;
    }

    private static bool Make(SearchOptions options, RunCache cache)
    {
        var trials = options.Marks[^1];
        SearchKey[] missing = [.. Keys(options).Where(key => cache[key] is not { } run || run.Asked < trials)];
        var (done, failed) = (0, 0);
        Parallel.ForEach(missing, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel }, key =>
        {
            try
            {
                cache.Add(key.Run(trials));
            }
            catch (Exception e)
            {
                Interlocked.Increment(ref failed);
                Console.Error.WriteLine($"{key}: {e}");
            }

            var count = Interlocked.Increment(ref done);
            if (count % 20 == 0 || count == missing.Length)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {missing.Length:N0} runs, last {key}"));
        });
        return failed > 0;
    }

    private static IEnumerable<SearchKey> Keys(SearchOptions options) =>
        from method in options.Methods
        from function in options.Functions
        where method != "grid" || function.Space.Combinations <= GridSampler.MaxCombinations
        from workers in options.Workers
        from seed in Enumerable.Range(0, options.Seeds)
        select new SearchKey(method, function.Name, workers, seed);
}
