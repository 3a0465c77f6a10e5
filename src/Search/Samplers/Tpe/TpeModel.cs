using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Tpe;

/// <summary>What is known of good and bad configurations, and where the two differ most.</summary>
internal sealed class TpeModel(EncodedSpace space, TpeSplit split)
{
    /// <summary>Finished observations from which on the model is used.</summary>
    public const int Least = 10;

    /// <summary>Points that are drawn from the good ones.</summary>
    public const int Drawn = 64;

    /// <summary>Points that are drawn in addition for each category of each parameter; fewer, but at least one, where there are more than
    /// twenty categories.</summary>
    public const int DrawnPerCategory = 6;

    private const int DrawnForCategories = 128;

    // Optuna's floor of a kernel's width is 1/12 of the range for the ten good ones of a hundred: too wide to come close to an optimum.
    // Where branches compete it stays: the peak of a narrow kernel outweighs whatever is said of a branch that is hardly known.
    private const double Narrow = 0.05;

    private readonly ParzenMixture good = new(space, split.Good, split.GoodWeights, NarrowIn(space));
    private readonly ParzenMixture bad = new(space, split.Bad, split.BadWeights, NarrowIn(space));

    public bool IsReady => split.Count >= Least;

    /// <summary>Logarithm of the ratio of the densities of good and bad configurations: higher is better.</summary>
    public double Score(ReadOnlySpan<double> point) => good.LogDensity(point) - bad.LogDensity(point);

    /// <summary>Points drawn from the good ones, and some that have each category, so that no branch of the space is forgotten.</summary>
    public List<double[]> Candidates(SeededRandom random)
    {
        var points = new List<double[]>();
        var pins = new double[space.Axes.Count];
        Array.Fill(pins, double.NaN);
        var each = Math.Clamp(DrawnForCategories / Math.Max(1, Categories()), 1, DrawnPerCategory);
        for (var n = 0; n < Drawn; n++) points.Add(Draw(random, pins));
        for (var i = 0; i < pins.Length; i++)
        {
            if (!space.Axes[i].IsCategorical || space.Axes[i].IsConstant) continue;
            for (var category = 0; category < space.Axes[i].Count; category++)
            {
                if (space.Axes[i].Probability(category) == 0) continue;
                pins[i] = category;
                for (var n = 0; n < each; n++) points.Add(Draw(random, pins));
            }

            pins[i] = double.NaN;
        }

        return points;
    }

    /// <summary>Fills in what a point lacks (NaN): the best of some draws, or one draw while the model is not ready.</summary>
    public double[] Complete(double[] point, SeededRandom random)
    {
        if (!IsReady) return good.Draw(good.Count - 1, random, point);
        return Enumerable.Range(0, Drawn).Select(_ => Draw(random, point)).MaxBy(drawn => Score(drawn))!;
    }

    private long Categories() => space.Axes.Sum(axis => axis is { IsCategorical: true, IsConstant: false } ? axis.Count!.Value : 0);

    private static double NarrowIn(EncodedSpace space) => space.Space.Parameters.Any(parameter => parameter.When.Count > 0) ? 1 : Narrow;

    private double[] Draw(SeededRandom random, double[] pins) => good.Draw(good.Kernel(random), random, pins);
}
