using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Tpe;

/// <summary>The kernels of a Parzen estimator along one parameter: one for each observation and, as the last, the prior. Immutable.
/// </summary>
/// <remarks>An observation without the parameter has the prior as its kernel.</remarks>
internal abstract class AxisKernels
{
    /// <summary>Kernels over the numbers of a parameter, one for each observation; NaN = it lacks the parameter.</summary>
    /// <param name="axis">The parameter.</param>
    /// <param name="numbers">One for each observation.</param>
    /// <param name="narrow">Width that a kernel may always have, as a share of the range; 1 = what Optuna's rule gives.</param>
    public static AxisKernels Over(Axis axis, double[] numbers, double narrow) =>
        axis.IsCategorical ? new CategoryKernels(axis, numbers) : new NumericKernels(axis, numbers, narrow);

    /// <summary>Adds the logarithm of every kernel at a number: of its density along a continuous parameter, else of its mass in the
    /// number's cell.</summary>
    public abstract void AddLogs(double number, Span<double> logs);

    public abstract double Draw(int kernel, SeededRandom random);

    /// <summary>The number of a share, drawn by its size with a uniform number.</summary>
    public static int Pick(double[] shares, double u)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            if ((u -= shares[i]) < 0) return i;
        }

        return Array.FindLastIndex(shares, share => share > 0);
    }

    protected static void Add(Span<double> logs, double[] others)
    {
        for (var i = 0; i < logs.Length; i++) logs[i] += others[i];
    }
}

/// <summary>Normal distributions cut to 0..1, with the bandwidths of Optuna 5.</summary>
internal sealed class NumericKernels : AxisKernels
{
    private readonly Axis axis;
    private readonly double[] logs;
    private readonly double[] inverses;
    private readonly Dictionary<double, double[]> masses = [];

    public NumericKernels(Axis axis, double[] numbers, double narrow)
    {
        this.axis = axis;
        Means = [.. numbers.Select(number => double.IsNaN(number) ? 0.5 : number), 0.5];
        Deviations = Bandwidths(numbers, narrow);
        inverses = [.. Deviations.Select(deviation => 1 / deviation)];
        logs = [.. Means.Select((mean, i) => -Math.Log(NormalMass.Between(-mean * inverses[i], (1 - mean) * inverses[i])))];
        if (axis.IsContinuous)
        {
            for (var i = 0; i < logs.Length; i++) logs[i] -= Math.Log(Deviations[i]) + NormalMass.HalfLogTwoPi;
        }
    }

    public double[] Means { get; }
    public double[] Deviations { get; }

    public override void AddLogs(double number, Span<double> logs)
    {
        if (!axis.IsContinuous)
        {
            Add(logs, LogMasses(number));
            return;
        }

        for (var i = 0; i < logs.Length; i++)
        {
            var z = (number - Means[i]) * inverses[i];
            logs[i] += this.logs[i] - 0.5 * z * z;
        }
    }

    public override double Draw(int kernel, SeededRandom random)
    {
        var unit = NormalMass.Quantile(Means[kernel], Deviations[kernel], random.NextDouble());
        return axis.CellAt(unit).Centre;
    }

    private double[] LogMasses(double number)
    {
        if (masses.TryGetValue(number, out var known)) return known;
        var cell = axis.CellAt(number);
        var found = new double[logs.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = NormalMass.LogBetween((cell.Low - Means[i]) * inverses[i], (cell.High - Means[i]) * inverses[i]) + logs[i];
        }

        return masses[number] = found;
    }

    // The larger distance to the two neighbours; the outermost look inwards only, a single one at both ends of the range.
    private static double[] Bandwidths(double[] numbers, double narrow)
    {
        var widths = Enumerable.Repeat(1.0, numbers.Length + 1).ToArray();
        var order = Enumerable.Range(0, numbers.Length).Where(i => !double.IsNaN(numbers[i])).OrderBy(i => numbers[i]).ToArray();
        var least = Math.Min(narrow, 1.0 / Math.Min(100, order.Length + 2));
        for (var k = 0; k < order.Length; k++)
        {
            var here = numbers[order[k]];
            var isAlone = order.Length == 1;
            var below = k > 0 ? here - numbers[order[k - 1]] : isAlone ? here : 0;
            var above = k + 1 < order.Length ? numbers[order[k + 1]] - here : isAlone ? 1 - here : 0;
            widths[order[k]] = Math.Clamp(Math.Max(below, above), least, 1);
        }

        return widths;
    }
}

/// <summary>One category, softened by the probabilities of the file.</summary>
internal sealed class CategoryKernels : AxisKernels
{
    private readonly double[] shares;
    private readonly int[] categories;
    private readonly double same;
    private readonly double[][] logs;

    public CategoryKernels(Axis axis, double[] numbers)
    {
        shares = [.. Enumerable.Range(0, (int)axis.Count!.Value).Select(i => axis.Probability(i))];
        categories = [.. numbers.Select(number => double.IsNaN(number) ? -1 : (int)number), -1];
        var softening = shares.Count(share => share > 0) / (numbers.Count(number => !double.IsNaN(number)) + 1.0);
        same = 1 / (1 + softening);
        logs = [.. shares.Select((_, category) => categories.Select(seen => Math.Log(Mass(seen, category))).ToArray())];
    }

    /// <summary>Probability of a category under a kernel.</summary>
    public double Weight(int kernel, int category) => Mass(categories[kernel], category);

    public override void AddLogs(double number, Span<double> logs) =>
        Add(logs, this.logs[(int)number]);

    public override double Draw(int kernel, SeededRandom random)
    {
        var u = random.NextDouble();
        if (categories[kernel] >= 0)
        {
            if (u < same) return categories[kernel];
            u = (u - same) / (1 - same);
        }

        return Pick(shares, u);
    }

    private double Mass(int seen, int category) => seen < 0
        ? Math.Max(shares[category], double.Epsilon)
        : (category == seen ? same : 0) + (1 - same) * shares[category];
}
