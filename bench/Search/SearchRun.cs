using System.Text.Json.Serialization;
using Sweep.Bench.Search.Functions;
using Sweep.Search.Samplers;

namespace Sweep.Bench.Search;

/// <summary>What a run is: equal keys are the same run.</summary>
/// <param name="Method">Sampler.</param>
/// <param name="Function">Test function.</param>
/// <param name="Workers">Trials at a time.</param>
/// <param name="Seed">Seed of sampler, noise and durations.</param>
internal readonly record struct SearchKey(string Method, string Function, int Workers, int Seed)
{
    /// <summary>Runs it.</summary>
    /// <param name="trials">Trials in all.</param>
    public SearchRun Run(int trials)
    {
        var function = TestFunctions.Named(Function);
        var sampler = new TimedSampler(SamplerFactory.Make(Method, function.Space, Seed));
        var ended = FunctionRun.Of(sampler, function, Workers, trials, (ulong)Seed);
        return new SearchRun(
            this, trials, [.. EvaluatedTrial.Regrets(ended, function.Optimum)],
            ended.Count - ended.Select(trial => trial.Config).Distinct().Count(), [.. sampler.Milliseconds]);
    }
}

/// <summary>A run that was made.</summary>
/// <param name="Key">What it is.</param>
/// <param name="Asked">Trials it was to make; fewer where the space is exhausted.</param>
/// <param name="Regrets">Regret after each finished trial.</param>
/// <param name="Repeats">Trials whose configuration was there before.</param>
/// <param name="Milliseconds">Processor time of each suggestion.</param>
internal sealed record SearchRun(
    SearchKey Key, int Asked, IReadOnlyList<double> Regrets, int Repeats, IReadOnlyList<double> Milliseconds)
{
    /// <summary>Regret after so many trials; the last one where the space was exhausted before; null when the run was not that
    /// long.</summary>
    public double? At(int mark) => mark > Asked || Regrets.Count == 0 ? null : Regrets[Math.Min(mark, Regrets.Count) - 1];

    /// <summary>A line of the cache. Infinite regrets are null, times have three digits.</summary>
    public SearchLine ToLine() => new(
        Key.Method, Key.Function, Key.Workers, Key.Seed, Asked,
        [.. Regrets.Select(regret => double.IsFinite(regret) ? regret : (double?)null)], Repeats,
        [.. Milliseconds.Select(time => Math.Round(time, 3))]);
}

/// <summary>A run as a line of the cache.</summary>
internal sealed record SearchLine(
    string Method, string Function, int Workers, int Seed, int Asked, IReadOnlyList<double?> Regrets, int Repeats,
    IReadOnlyList<double> Milliseconds)
{
    /// <summary>The run.</summary>
    [JsonIgnore]
    public SearchRun Run => new(
        new SearchKey(Method, Function, Workers, Seed), Asked, [.. Regrets.Select(regret => regret ?? double.PositiveInfinity)], Repeats,
        Milliseconds);
}
