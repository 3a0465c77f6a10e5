using System.Globalization;
using static Sweep.Bench.Search.Functions.RealFunctions;

namespace Sweep.Bench.Search.Functions;

/// <summary>Formulas over logarithms, whole numbers, steps, categories and branches.</summary>
internal static class MixedFunctions
{
    private static readonly double[] Mixed8Best = [1.3, -2.2, 0.7, 3.1, 2.0, -3.0, 1.0, -1.5];

    /// <summary>A learning-rate valley that moves with the batch size, with a cliff on its high side.</summary>
    public static double Logvalley4(Point c)
    {
        var (a, b, w) = (Math.Log10(c["lr"]), Math.Log10(c["batch"]), Math.Log10(c["decay"]));
        var d = a - (-2.6 + 0.8 * (b - 1.5));
        var cliff = LogOnePlus(Math.Exp(6 * (d - 0.8)));
        return 0.2 + 0.1 * d * d + 0.3 * cliff + 0.02 * Square(w + 4 + 0.5 * d) + 0.03 * Square(b - 1.9) +
            2 * Square(c["momentum"] - 0.9);
    }

    /// <summary>About a third of the box diverges, and the best lies close to that border.</summary>
    public static double Diverge5(Point c)
    {
        var (a, k, h) = (Math.Log10(c["lr"]), Math.Log10(c["clip"]), Math.Log2(c["hidden"]));
        if (a + 0.25 * c["layers"] + 0.3 * k > -0.9) return double.PositiveInfinity;
        var best = -1.5 - 0.25 * (c["layers"] - 1) - 0.3 * k;
        return 1 + 0.15 * Square(a - best) + 0.02 * Square(h - 8.5) + 0.05 * Square(c["layers"] - 2) + 0.05 * Square(k - 0.2) +
            0.5 * Square(c["dropout"] - 0.08 * (h - 6));
    }

    /// <summary>Four reals, three whole numbers and a half-step, turned together, with ripples.</summary>
    public static double Mixed8(Point c)
    {
        double[] x = [c["f0"], c["f1"], c["f2"], c["f3"], c["i0"], c["i1"], c["i2"], c["s0"]];
        var y = Turning.Rotate([.. x.Zip(Mixed8Best, (a, b) => a - b)], 5);
        return y.Select((a, i) => (1 + 0.5 * i) * a * a).Sum() + 3 * y.Sum(a => 1 - Math.Cos(Math.PI * a));
    }

    /// <summary>Three categories choose what is added up over two reals (after Func3C of Ru et al., "Bayesian optimisation over
    /// multiple continuous and categorical inputs", 2020).</summary>
    public static double Category5(Point c)
    {
        var (a, b) = (c["x0"], c["x1"]);
        var extra = c.Word("third") switch
        {
            "none" => 0.3,
            "bowl" => 2 * (Square(a - 0.3) + Square(b + 0.4)) - 0.4,
            "wave" => 0.5 * Math.Cos(5 * a) * Math.Cos(4 * b),
            _ => 0.4 * (a + b),
        };
        return Landscape(c.Word("first"), a, b) + 0.5 * Landscape(c.Word("second"), b, a) + extra;
    }

    /// <summary>NK landscape with K = 2: mean of table values of each gene and its two neighbours, from the keyed random numbers.</summary>
    public static double Nk8(Point c)
    {
        const int n = 8;
        var genes = Enumerable.Range(0, n).Select(i => ulong.Parse(c.Word($"g{i}"), CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(0, n)
            .Sum(i => KeyedRandom.Uniform(81, (ulong)i, genes[i], genes[(i + 1) % n], genes[(i + 2) % n])) / n;
    }

    /// <summary>Styblinski and Tang's function on a grid: three whole numbers in halves, three reals in steps of a tenth.</summary>
    public static double Quantised6(Point c)
    {
        double[] x = [c["i0"] / 2, c["i1"] / 2, c["i2"] / 2, c["s0"], c["s1"], c["s2"]];
        return x.Sum(a => a * a * a * a - 16 * a * a + 5 * a) / 2;
    }

    /// <summary>Three branches with parameters of their own; the best is deep and narrow, the easiest is shallow and good.</summary>
    public static double Tree8(Point c)
    {
        switch (c.Word("kind"))
        {
            case "flat": return 0.35 + 0.5 * Square(c["a"] - 0.2);
            case "wave":
                var d = c["d"] - 0.35;
                return 0.2 + Square(c["b"] - 0.6) + 0.15 * (1 - Math.Cos(6 * Math.PI * d)) + 0.5 * d * d;
        }

        var layers = c["layers"];
        var y = 0.6 - 0.3 * layers + 0.09 * layers * layers + 2 * Square(c["w1"] - 0.7);
        if (layers >= 2) y += 2 * Square(c["w2"] - c["w1"] + 0.25);
        if (layers >= 3) y += 2 * Square(c["w3"] - c["w2"]);
        return y - 0.32;
    }

    // Three landscapes brought to similar height.
    private static double Landscape(string which, double a, double b) => which switch
    {
        "rosenbrock" => 0.02 * Rosenbrock(a, b),
        "camel" => (4 - 2.1 * a * a + a * a * a * a / 3) * a * a + a * b + (-4 + 4 * b * b) * b * b,
        _ => 0.05 * Beale(3 * a, 2 * b),
    };

    private static double Beale(double a, double b) =>
        Square(1.5 - a + a * b) + Square(2.25 - a + a * b * b) + Square(2.625 - a + a * b * b * b);
}
