using Sweep.Search.Spaces;
using static Sweep.Bench.Search.Functions.Dimensions;
using static Sweep.Bench.Search.Functions.RealFunctions;

namespace Sweep.Bench.Search.Functions;

/// <summary>Functions to look at after a sampler was tuned on the others: nothing is tuned to these.</summary>
internal static class HeldOutFunctions
{
    private static readonly double[] Ints5Best = [3, -7, 11, 0, -14];

    public static IEnumerable<TestFunction> All() =>
    [
        New("styblinski8", Styblinski8, -39.166165703771426 * 8, ["multimodal"], [.. Reals(8, -5, 5)]),
        New("griewank5", Griewank5, 0, ["multimodal"], [.. Reals(5, -50, 50)]),
        New("dixon6", Dixon6, 0, ["smooth"], [.. Reals(6, -10, 10)]),
        New("zakharov4", Zakharov4, 0, ["smooth"], [.. Reals(4, -5, 10)]),
        New("alpine10", Alpine10, 0, ["multimodal"], [.. Reals(10, -10, 10)]),
        New("plateau6", Plateau6, 0, ["smooth"], [.. Reals(6, -5, 5)]),
        New("ints5", Ints5, 0, ["integer"], [.. Enumerable.Range(0, 5).Select(i => Whole($"i{i}", -20, 20))]),
        New("trap12", Trap12, 0, ["categorical", "finite"], [.. Enumerable.Range(0, 12).Select(i => Choice($"b{i}", "off", "on"))]),
        New("svm5", Svm5, 0.1, ["conditional", "log"],
        [
            Choice("kernel", "linear", "rbf", "poly"), Log("c", 1e-3, 1e3), Log("gamma", 1e-4, 10).When("kernel", "rbf", "poly"),
            Whole("degree", 2, 5).When("kernel", "poly"), Choice("shrinking", "yes", "no"),
        ]),
        New("mlp12", Mlp12, 0.05, ["conditional", "log", "integer", "categorical", "diverging"], Mlp()),
        New("zakharov4_noisy", c => LogOnePlus(Zakharov4(c)), 0, ["noisy", "smooth"], [.. Reals(4, -5, 10)]) with { Noise = _ => 0.2 },
        New("mlp12_noisy", Mlp12, 0.05, ["noisy", "conditional", "log", "integer", "categorical", "diverging"], Mlp()) with
        {
            Noise = _ => 0.02,
        },
    ];

    private static double Styblinski8(Point c) => c.Vector(8).Sum(a => a * a * a * a - 16 * a * a + 5 * a) / 2;

    private static double Griewank5(Point c)
    {
        var y = Turning.Shifted(c.Vector(5), 6, 20);
        return y.Sum(a => a * a) / 4000 - y.Select((a, i) => Math.Cos(a / Math.Sqrt(i + 1))).Aggregate(1.0, (all, one) => all * one) + 1;
    }

    private static double Dixon6(Point c)
    {
        var x = c.Vector(6);
        return Square(x[0] - 1) + Enumerable.Range(1, 5).Sum(i => (i + 1) * Square(2 * x[i] * x[i] - x[i - 1]));
    }

    private static double Zakharov4(Point c)
    {
        var y = Turning.Shifted(c.Vector(4), 7, 3);
        var sum = y.Select((a, i) => 0.5 * (i + 1) * a).Sum();
        return y.Sum(a => a * a) + sum * sum + sum * sum * sum * sum;
    }

    private static double Alpine10(Point c) => Turning.Shifted(c.Vector(10), 8, 5).Sum(a => Math.Abs(a * Math.Sin(a) + 0.1 * a));

    /// <summary>Flat nearly everywhere between its steps.</summary>
    private static double Plateau6(Point c) =>
        Turning.Shifted(c.Vector(6), 9, 3).Select((a, i) => (i + 1) * Square(Math.Floor(Math.Abs(a) + 0.5)) + 0.001 * Math.Abs(a)).Sum();

    /// <summary>An ellipsoid over whole numbers, turned, with condition number 100.</summary>
    private static double Ints5(Point c)
    {
        double[] x = [.. Enumerable.Range(0, 5).Select(i => c[$"i{i}"] - Ints5Best[i])];
        return Turning.Rotate(x, 11).Select((a, i) => Math.Pow(10, i / 2.0) * a * a).Sum();
    }

    /// <summary>Three deceptive traps of four (Deb and Goldberg, "Analyzing deception in trap functions", 1993): fewer are better, all four
    /// are best.</summary>
    private static double Trap12(Point c) => Enumerable.Range(0, 3).Sum(block =>
    {
        var on = Enumerable.Range(4 * block, 4).Count(i => c.Word($"b{i}") == "on");
        return on == 4 ? 0 : 0.25 * (1 + on);
    });

    private static double Svm5(Point c)
    {
        var cost = Math.Log10(c["c"]);
        if (c.Word("kernel") == "linear") return 0.25 + 0.02 * Square(cost - 0.5);
        var gamma = Math.Log10(c["gamma"]);
        var (a, b) = (cost - 1.2, gamma + 1.5);
        return c.Word("kernel") == "rbf"
            ? 0.1 + 0.03 * a * a + 0.05 * b * b + 0.04 * a * b
            : 0.14 + 0.02 * Square(cost + 0.5) + 0.03 * Square(gamma) + 0.02 * Square(c["degree"] - 3);
    }

    private static SpaceParameter[] Mlp() =>
    [
        Choice("activation", "relu", "tanh", "gelu"), Whole("layers", 1, 3), LogWhole("units1", 16, 512),
        LogWhole("units2", 16, 512).When("layers", 2, 3), LogWhole("units3", 16, 512).When("layers", 3),
        Choice("optimizer", "sgd", "adam", "rmsprop"), Log("lr", 1e-5, 1), Real("momentum", 0, 0.99).When("optimizer", "sgd"),
        Log("decay", 1e-8, 0.1), Real("dropout", 0, 0.6).When("layers", 2, 3), LogWhole("batch", 16, 512),
        Choice("shuffle", "yes", "no"),
    ];

    /// <summary>A perceptron's error as a person would expect it of its hyperparameters; it diverges where the learning rate is far too
    /// high.</summary>
    private static double Mlp12(Point c)
    {
        var (layers, batch, rate) = ((int)c["layers"], Math.Log2(c["batch"]) - 6, Math.Log10(c["lr"]));
        var far = c.Word("activation") switch { "gelu" => 0, "relu" => 0.01, _ => 0.04 };
        far += 0.03 * Square(layers - 2) + 0.01 * batch * batch + 0.004 * Square(Math.Log10(c["decay"]) + 4);
        for (var i = 1; i <= layers; i++) far += 0.015 * Square(Math.Log2(c[$"units{i}"]) - (9 - i));
        if (layers >= 2) far += 0.5 * Square(c["dropout"] - 0.2);
        if (c.Word("shuffle") == "no") far += 0.05;
        rate -= c.Word("optimizer") switch { "sgd" => -1 - 0.8 * c["momentum"], "adam" => -3, _ => -3.3 } + 0.15 * batch;
        far += c.Word("optimizer") switch { "sgd" => 0.01 + 0.05 * Square(c["momentum"] - 0.9), "adam" => 0, _ => 0.015 };
        return rate > 1.5 ? double.PositiveInfinity : 0.05 + 0.9 * (1 - Math.Exp(-(far + 0.15 * rate * rate)));
    }

    private static TestFunction New(
        string name, Func<Point, double> formula, double optimum, IReadOnlyList<string> kinds, IReadOnlyList<SpaceParameter> space) =>
        new(name, Space(space), formula, optimum, true, null, kinds);
}
