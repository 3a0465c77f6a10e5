using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Cmaes;

/// <summary>The strategy as a history of observations has left it. The answers depend on the observations, their order and the seed
/// alone. Not for several threads at once.</summary>
/// <remarks>
/// A generation is made of the next <see cref="CmaState.Population"/> observations, in the order of their ends, that were drawn from the
/// current distribution. Which these are needs no mark on them: a draw is a function of the seed, the state and the suggestion's number,
/// so it is made again and compared. That gives the exact point too, where a discrete parameter shows its cell alone. Whatever came from
/// an earlier state, from elsewhere or from a fallback is left out.
/// </remarks>
/// <param name="space">The space.</param>
/// <param name="modelled">Numbers of the parameters: each has an order and always exists.</param>
/// <param name="seed">Equal seeds give equal draws.</param>
internal sealed class CmaRun(EncodedSpace space, int[] modelled, long seed)
{
    /// <summary>Draws of one suggestion, until one is new and holds the constraints.</summary>
    public const int MostAttempts = 30;

    private const double FirstSigma = 1.0 / 6;
    private const int MostPopulation = 1000;

    private readonly Axis[] axes = [.. modelled.Select(i => space.Axes[i])];
    private readonly List<(Observation Observation, double[] Point)> generation = [];
    private CmaState state = First(modelled.Length);
    private int restarts;
    private int flat;
    private int read;

    /// <summary>Generations told since the last restart.</summary>
    public int Generation => state.Generation;

    /// <summary>Times it has begun anew.</summary>
    public int Restarts => restarts;

    /// <summary>Step size, as a share of the parameters' ranges.</summary>
    public double Sigma => state.Sigma;

    /// <summary>Reads a history that goes on where the last one ended.</summary>
    public void Read(IReadOnlyList<Observation> finished, IReadOnlyList<double[]?> points)
    {
        for (; read < finished.Count; read++)
        {
            if (finished[read].Index < 0 || points[read] is not { } point) continue;
            if (DrawOf(finished[read].Index, point) is not { } drawn) continue;
            generation.Add((finished[read], drawn));
            if (generation.Count == state.Population) Tell();
        }
    }

    public void Forget()
    {
        generation.Clear();
        (restarts, flat, read) = (0, 0, 0);
        state = First(modelled.Length);
    }

    /// <summary>Draw number <paramref name="attempt"/> of a suggestion, a number from 0 to 1 for each modelled parameter.</summary>
    public double[] Draw(long index, int attempt)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, restarts, index, attempt));
        var point = state.Draw(random);
        // As the library does: draw again while a bound is broken, then move onto it.
        for (var i = 0; i < 10 * state.Dimension && point.Any(x => x is < 0 or > 1); i++) point = state.Draw(random);
        return [.. point.Select(x => Math.Clamp(x, 0, 1))];
    }

    /// <summary>Number of a modelled parameter's value at a place.</summary>
    public double NumberAt(int dimension, double unit) => axes[dimension].CellAt(unit).Centre;

    private double[]? DrawOf(long index, double[] point)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var drawn = Draw(index, attempt);
            if (Enumerable.Range(0, drawn.Length).All(i => NumberAt(i, drawn[i]) is var number && IsSame(number, point[modelled[i]])))
                return drawn;
        }

        return null;
    }

    // A continuous value has been a number of the parameter in between.
    private static bool IsSame(double a, double b) => Math.Abs(a - b) <= 1e-9;

    private void Tell()
    {
        var ranked = generation.OrderBy(item => item.Observation, LossOrder.Instance).ToArray();
        flat = IsFlat(ranked[0].Observation, ranked[^1].Observation) ? flat + 1 : 0;
        state.Tell([.. ranked.Select(item => item.Point)]);
        IntegerMargin.Correct(state, axes);
        generation.Clear();
        if (IsConverged()) Restart();
    }

    private static bool IsFlat(Observation best, Observation worst) => best.Loss == worst.Loss && best.Violation == worst.Violation;

    // Hansen's tutorial, B.3: the distribution has become a point or a line, or values do not differ any more.
    private bool IsConverged()
    {
        var (longest, shortest) = state.Extent;
        var isBroken = !double.IsFinite(longest) || !state.Mean.All(double.IsFinite);
        return isBroken || longest < 1e-9 || longest > 1e7 * shortest || longest > 1e3
            || flat > 10 + 30 * state.Dimension / state.Population;
    }

    // Auger and Hansen, "A restart CMA evolution strategy with increasing population size", 2005.
    private void Restart()
    {
        restarts++;
        flat = 0;
        var random = new SeededRandom(SeededRandom.Derive(seed, restarts));
        var population = Math.Min(MostPopulation, CmaConstants.DefaultPopulation(modelled.Length) << Math.Min(restarts, 16));
        state = new CmaState([.. modelled.Select(_ => random.NextDouble())], 2 * FirstSigma, population);
    }

    private static CmaState First(int dimension) =>
        new([.. Enumerable.Repeat(0.5, dimension)], FirstSigma, CmaConstants.DefaultPopulation(dimension));
}
