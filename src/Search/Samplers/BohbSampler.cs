using Sweep.Contracts;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>A model on the highest rung that has enough results, and random draws between: the choosing half of <c>bohb</c>.</summary>
/// <remarks>
/// Falkner et al., "BOHB" (arXiv 1807.01774), section 3.2 and algorithm 2: the model learns from one rung at a time, the highest with at
/// least d + 2 results (d = parameters that vary), because losses of different rungs do not compare; a share of 1/3 is drawn at random.
/// What the inner sampler sees: losses of that rung as finished, whatever has diverged or failed as such, and all the rest as running, so
/// that it is not tried again. While no rung has enough, draws are random. Trials that wait at a rung count: the history holds them among
/// the finished ones, with their best loss so far.
/// </remarks>
/// <param name="space">What it chooses from.</param>
/// <param name="seed">Equal seeds give equal suggestions.</param>
/// <param name="model">The inner sampler, for example TPE, over the same space.</param>
/// <param name="randomShare">Share of random draws, 0 to 1.</param>
public sealed class BohbSampler(SearchSpace space, long seed, ISampler model, double randomShare = 1.0 / 3) : ISampler
{
    private readonly RandomSampler random = new(space, seed);
    private readonly int enough = space.Parameters.Count(parameter => parameter.Domain.Count is not 1) + 2;
    private readonly long coins = SeededRandom.Derive(seed, Streams.Sampler, 1);

    /// <inheritdoc />
    public string Name => "bohb";

    /// <inheritdoc />
    public long? Count => random.Count;

    /// <inheritdoc />
    public bool IsAdaptive => true;

    /// <inheritdoc />
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        if (new SeededRandom(SeededRandom.Derive(coins, index)).NextDouble() < randomShare)
            return Draw(index, history, FormattableString.Invariant($"bohb: drawn at random, as a share of {randomShare:0.##} is"));
        if (HighestRung(history) is not { } rung)
            return Draw(index, history, $"bohb: drawn at random, while no rung has {enough} results");
        return model.Suggest(index, At(rung, history)) is { } chosen
            ? chosen with { Reason = $"bohb: by the results of epoch {rung}{(chosen.Reason is { } why ? $"; {why}" : "")}" }
            : null;
    }

    /// <summary>The highest epoch of which there are enough results; null = none.</summary>
    private int? HighestRung(SearchHistory history) => history.Finished.SelectMany(result => result.Rungs)
        .GroupBy(rung => rung.Epoch).Where(rung => rung.Count() >= enough)
        .Select(rung => (int?)rung.Key).Max();

    private static SearchHistory At(int epoch, SearchHistory history)
    {
        var (finished, running) = (new List<Observation>(), new List<TrialConfig>(history.Running));
        foreach (var result in history.Finished)
        {
            var there = result.Rungs.Where(rung => rung.Epoch == epoch).ToList();
            if (result.Loss is null) finished.Add(result with { Rungs = [] });
            else if (there.Count > 0) finished.Add(result with { Loss = there[0].Loss, Rungs = [] });
            else running.Add(result.Config);
        }

        return new(finished, running);
    }

    /// <summary>A random draw that was not tried before: the draw of that number, or the next one that is new.</summary>
    private Suggestion? Draw(long index, SearchHistory history, string reason)
    {
        if (random.Count == 0) return null;
        var tried = history.Finished.Select(result => result.Config).Concat(history.Running).ToHashSet();
        for (var skipped = 0L; skipped <= tried.Count; skipped++)
        {
            var number = random.Count is { } count ? (index + skipped) % count : index + skipped;
            if (random.Suggest(number, history) is { } drawn && !tried.Contains(drawn.Config)) return drawn with { Reason = reason };
        }

        return null;
    }
}
