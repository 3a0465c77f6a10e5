namespace Sweep.Bench.Search.Functions;

/// <summary>Formulas over real numbers: the classics of optimisation, some shifted and turned.</summary>
internal static class RealFunctions
{
    private static readonly double[] Weights = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] Hartmann3Scales = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];

    private static readonly double[][] Hartmann3Centres =
        [[.3689, .1170, .2673], [.4699, .4387, .7470], [.1091, .8732, .5547], [.0381, .5743, .8828]];

    private static readonly double[][] Hartmann6Scales =
        [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];

    private static readonly double[][] Hartmann6Centres =
    [
        [.1312, .1696, .5569, .0124, .8283, .5886], [.2329, .4135, .8307, .3736, .1004, .9991],
        [.2348, .1451, .3522, .2883, .3047, .6650], [.4047, .8828, .8732, .5743, .1091, .0381],
    ];

    public static double Branin(Point c)
    {
        var (a, b) = (c["x0"], c["x1"]);
        return Square(b - 5.1 / (4 * Square(Math.PI)) * a * a + 5 / Math.PI * a - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(a) + 10;
    }

    public static double Hartmann6(Point c) => Hartmann6(c.Vector(6), Weights);

    /// <summary>Hartmann's function with its weights changed by an amount, alternately less and more.</summary>
    public static double BiasedHartmann6(Point c, double bias) =>
        Hartmann6(c.Vector(6), [.. Weights.Select((weight, i) => weight - bias * (i % 2 == 0 ? 1 : -1))]);

    /// <summary>Rotated, condition number 1,000.</summary>
    public static double Ellipsoid10(Point c) =>
        Turning.Rotate(Turning.Shifted(c.Vector(10), 1, 3), 1).Select((a, i) => Math.Pow(10, 3.0 * i / 9) * a * a).Sum();

    public static double Rosenbrock(params double[] x) =>
        x.Zip(x.Skip(1), (a, b) => 100 * Square(b - a * a) + Square(1 - a)).Sum();

    public static double Rosenbrock6(Point c) => Rosenbrock(c.Vector(6));

    public static double LogRosenbrock4(Point c) => LogOnePlus(Rosenbrock(c.Vector(4)));

    public static double Ackley10(Point c)
    {
        var y = Turning.Shifted(c.Vector(10), 2, 10);
        return 20 + Math.E - 20 * Math.Exp(-0.2 * Math.Sqrt(y.Sum(a => a * a) / 10)) -
            Math.Exp(y.Sum(a => Math.Cos(2 * Math.PI * a)) / 10);
    }

    public static double Rastrigin5(Point c) =>
        Turning.Shifted(c.Vector(5), 3, 3).Sum(a => a * a - 10 * Math.Cos(2 * Math.PI * a) + 10);

    public static double Levy20(Point c)
    {
        var w = Turning.Shifted(c.Vector(20), 4, 5).Select(a => 1 + (a - 1) / 4).ToArray();
        return Square(Math.Sin(Math.PI * w[0])) +
            w[..^1].Sum(a => Square(a - 1) * (1 + 10 * Square(Math.Sin(Math.PI * a + 1)))) +
            Square(w[^1] - 1) * (1 + Square(Math.Sin(2 * Math.PI * w[^1])));
    }

    /// <summary>The best basin lies in a corner, far from the second best.</summary>
    public static double Schwefel6(Point c) => 418.9828872724338 * 6 - c.Vector(6).Sum(a => a * Math.Sin(Math.Sqrt(Math.Abs(a))));

    public static double Michalewicz5(Point c) =>
        -c.Vector(5).Select((a, i) => Math.Sin(a) * Math.Pow(Math.Sin((i + 1) * a * a / Math.PI), 20)).Sum();

    /// <summary>Hartmann's function of x2, x9 and x15; the other 17 move it by 0.001 each at most.</summary>
    public static double Lowdim20(Point c)
    {
        var x = c.Vector(20);
        int[] that = [2, 9, 15];
        return Hartmann([x[2], x[9], x[15]], Hartmann3Scales, Hartmann3Centres, Weights) +
            0.001 * x.Where((_, i) => !that.Contains(i)).Sum();
    }

    /// <summary>log(1 + x), exact for small x too (Kahan's correction; Goldberg, "What every computer scientist should know
    /// about floating-point arithmetic", 1991, theorem 4).</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * x / (sum - 1);
    }

    public static double Square(double a) => a * a;

    private static double Hartmann6(double[] x, double[] weights) => Hartmann(x, Hartmann6Scales, Hartmann6Centres, weights);

    private static double Hartmann(double[] x, double[][] scales, double[][] centres, double[] weights)
    {
        var sum = 0.0;
        for (var k = 0; k < weights.Length; k++)
        {
            var distance = 0.0;
            for (var i = 0; i < x.Length; i++) distance += scales[k][i] * Square(x[i] - centres[k][i]);
            sum -= weights[k] * Math.Exp(-distance);
        }

        return sum;
    }
}
