using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>Which windows of an epoch share a step of the optimiser, so that gradients pass between them: a pure function of seed and
/// epoch, so any step of any epoch can be made again.</summary>
/// <remarks>Tallec and Ollivier 2017, "Unbiasing Truncated Backpropagation Through Time", with one cut per border of windows in place of
/// one per token: each border cuts with probability p, and what passes one is divided by 1 - p, so that a path over k borders, which is
/// there with probability (1 - p)^k, counts 1 / (1 - p)^k. The gradients of all windows, summed over the epoch, have then the mean of those
/// without a cut. p = 0 is back-propagation through the whole epoch.</remarks>
public sealed class TruncationPlan
{
    private readonly int[] ends;

    private TruncationPlan(int[] ends, double cut)
    {
        this.ends = ends;
        Pass = 1 / (1 - cut);
        Share = ShareOf(cut, ends[^1]);
    }

    /// <summary>Steps of the epoch: each window is read once forward and once backward.</summary>
    public int Steps => 2 * ends[^1];

    /// <summary>What a gradient is multiplied by where it passes a border, 1 / (1 - p).</summary>
    public double Pass { get; }

    /// <summary>What a window's mean loss counts in its step: 1 over the mean number of windows from the epoch's start to the first cut,
    /// p / (1 - (1 - p)^windows). A constant, so that no gradient is favoured; 1 / windows for p = 0.</summary>
    public double Share { get; }

    /// <summary>The plan of one epoch of at least 1 window, by the probability p of a cut, 0 to below 1.</summary>
    public static TruncationPlan For(double cut, int windows, TrialSeeds seeds, int epoch)
    {
        var random = new SeededRandom(seeds.Cuts(epoch));
        var ends = Enumerable.Range(1, windows).Where(end => end == windows || (cut > 0 && random.NextDouble() < cut));
        return new TruncationPlan([.. ends], cut);
    }

    /// <summary>The stretch that a step belongs to, 0 to <see cref="Steps"/> - 1.</summary>
    public Stretch At(int step)
    {
        var found = Array.BinarySearch(ends, (step / 2) + 1);
        var index = found >= 0 ? found : ~found;
        var first = index == 0 ? 0 : ends[index - 1];
        return new Stretch(first, ends[index] - first);
    }

    private static double ShareOf(double cut, int windows)
    {
        var isCut = 1 - Math.Pow(1 - cut, windows);
        if (isCut > 0.5) return cut / isCut;
        // A smaller one has lost digits, the smallest all of them; the mean length as a sum of what is positive loses none.
        var (length, reached) = (0.0, 1.0);
        for (var window = 0; window < windows; window++) (length, reached) = (length + reached, reached * (1 - cut));
        return 1 / length;
    }

    /// <summary>Windows that the first steps have read forward, 0 to <see cref="Steps"/> of them.</summary>
    public int Read(int steps)
    {
        if (steps == Steps) return ends[^1];
        var stretch = At(steps);
        return stretch.First + Math.Min(steps - stretch.FirstStep, stretch.Count);
    }
}

/// <summary>Windows between two cuts.</summary>
/// <param name="First">Number of the first window in the epoch, from 0.</param>
/// <param name="Count">Number of windows.</param>
public readonly record struct Stretch(int First, int Count)
{
    /// <summary>Number of the first of its 2 x <see cref="Count"/> steps.</summary>
    public int FirstStep => 2 * First;
}
