using Sweep.Contracts;
using Sweep.Search.Functions;
using Sweep.Search.Samplers;

namespace Sweep.Search.Simulation;

/// <summary>Runs a sampler on a test function with several workers in virtual time: the same arguments give the same run.</summary>
/// <remarks>
/// Trial number k, in the order of asking, lasts 0.5 + a uniform number of (seed, k). A free worker asks at once; the sampler is told in
/// the order of ends, and of trials that end together the one that was asked first.
/// </remarks>
public sealed class FunctionRun
{
    private static readonly ulong Duration = KeyedRandom.Key("duration");

    private readonly ISampler sampler;
    private readonly TestFunction function;
    private readonly int workers;
    private readonly int trials;
    private readonly ulong seed;
    private readonly PriorityQueue<EvaluatedTrial, (double End, long Number)> ends = new();
    private readonly List<(long Number, TrialConfig Config)> running = [];
    private readonly List<EvaluatedTrial> ended = [];
    private readonly Observation[] finished;
    private double now;
    private int asked;
    private bool exhausted;

    private FunctionRun(ISampler sampler, TestFunction function, int workers, int trials, ulong seed)
    {
        (this.sampler, this.function, this.workers, this.trials, this.seed) = (sampler, function, workers, trials, seed);
        finished = new Observation[trials];
    }

    /// <summary>Runs until so many trials have ended, or the sampler has nothing more to suggest.</summary>
    /// <param name="sampler">Chooses; it belongs to this run alone.</param>
    /// <param name="function">What it is to minimise.</param>
    /// <param name="workers">Trials at a time, at least 1.</param>
    /// <param name="trials">Trials in all, at least 1.</param>
    /// <param name="seed">Seed of noise and durations.</param>
    /// <returns>The trials in the order in which they ended.</returns>
    public static IReadOnlyList<EvaluatedTrial> Of(ISampler sampler, TestFunction function, int workers, int trials, ulong seed) =>
        new FunctionRun(sampler, function, workers, trials, seed).ToEnd();

    /// <summary>How long a trial lasts, 0.5 to 1.5.</summary>
    public static double DurationOf(ulong seed, long number) => 0.5 + KeyedRandom.Uniform(Duration, seed, (ulong)number);

    private List<EvaluatedTrial> ToEnd()
    {
        while (true)
        {
            while (running.Count < workers && asked < trials && !exhausted) Ask();
            if (!ends.TryDequeue(out var trial, out _)) return ended;
            Tell(trial);
        }
    }

    private void Ask()
    {
        // Segments of one array that only grows: what a sampler was shown never changes.
        var history = new SearchHistory(
            new ArraySegment<Observation>(finished, 0, ended.Count), [.. running.Select(trial => trial.Config)]);
        if (sampler.Suggest(asked, history) is not { Config: var config })
        {
            exhausted = true;
            return;
        }

        var end = now + DurationOf(seed, asked);
        ends.Enqueue(
            new EvaluatedTrial(asked, config, function.Value(config), function.Observe(config, seed, (ulong)asked), end), (end, asked));
        running.Add((asked, config));
        asked++;
    }

    private void Tell(EvaluatedTrial trial)
    {
        now = trial.End;
        running.RemoveAll(other => other.Number == trial.Number);
        finished[ended.Count] = new Observation(trial.Number, trial.Config, double.IsFinite(trial.Observed) ? trial.Observed : null);
        ended.Add(trial);
    }
}

/// <summary>A trial of a run on a test function.</summary>
/// <param name="Number">In the order of asking, from 0.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Value">Noise-free value; infinite when it diverged.</param>
/// <param name="Observed">What the sampler was told.</param>
/// <param name="End">When it ended, in virtual time from 0.</param>
public sealed record EvaluatedTrial(long Number, TrialConfig Config, double Value, double Observed, double End)
{
    /// <summary>After each trial, in the order given: the noise-free value of the configuration with the lowest observed value so far,
    /// less the optimum.</summary>
    public static IReadOnlyList<double> Regrets(IEnumerable<EvaluatedTrial> trials, double optimum)
    {
        var (regrets, best) = (new List<double>(), (EvaluatedTrial?)null);
        foreach (var trial in trials)
        {
            if (best is null || trial.Observed < best.Observed) best = trial;
            regrets.Add(best.Value - optimum);
        }

        return regrets;
    }
}
