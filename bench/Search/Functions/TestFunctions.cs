using Sweep.Search.Spaces;
using static Sweep.Bench.Search.Functions.Dimensions;

namespace Sweep.Bench.Search.Functions;

/// <summary>The functions and learning curves of the search benchmark, by name.</summary>
public static class TestFunctions
{
    /// <summary>21 functions, always in this order.</summary>
    public static IReadOnlyList<TestFunction> All { get; } = [.. OverReals(), .. Mixed(), .. Conditional(), .. Noisy()];

    /// <summary>12 functions on which nothing is tuned: to see whether what was gained on the others holds elsewhere.</summary>
    public static IReadOnlyList<TestFunction> HeldOut { get; } = [.. HeldOutFunctions.All()];

    /// <summary>Three learning curves of 27 epochs.</summary>
    public static IReadOnlyList<LearningCurve> Curves { get; } =
    [
        new("rnn_curve", RecurrentSpace(), RecurrentModel.Curve, (c, _) => 0.5 * RecurrentModel.Noise(c), 27, 1.5529507707253836, false),
        new("mf_hartmann6", Space(Reals(6, 0, 1)), FidelityHartmann6, (_, epoch) => 0.3 * (1 - epoch / 27.0) + 0.01, 27,
            -3.3223680114155147, true),
        new("power_curve8", Space(Reals(8, 0, 1)), PowerCurve8, (_, epoch) => 0.03 / Math.Sqrt(epoch), 27, 0.1613967003798889, false),
    ];

    /// <summary>The function of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TestFunction Named(string name) => Find([.. All, .. HeldOut], name, "test function");

    /// <summary>The learning curve of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static LearningCurve CurveNamed(string name) => Find(Curves, name, "learning curve");

    private static T Find<T>(IReadOnlyList<T> problems, string name, string what)
        where T : Problem =>
        problems.FirstOrDefault(problem => problem.Name == name)
        ?? throw new ArgumentException(
            $"there is no {what} '{name}': take one of {string.Join(", ", problems.Select(problem => problem.Name))}");

    private static IEnumerable<TestFunction> OverReals() =>
    [
        Exact("branin", Space(Real("x0", -5, 10), Real("x1", 0, 15)), RealFunctions.Branin, 0.39788735772973816, "smooth"),
        Exact("hartmann6", Space(Reals(6, 0, 1)), RealFunctions.Hartmann6, -3.3223680114155147, "multimodal"),
        Exact("ellipsoid10", Space(Reals(10, -5, 5)), RealFunctions.Ellipsoid10, 0, "smooth"),
        Exact("rosenbrock6", Space(Reals(6, -2, 2)), RealFunctions.Rosenbrock6, 0, "smooth"),
        Exact("ackley10", Space(Reals(10, -16, 16)), RealFunctions.Ackley10, 0, "multimodal"),
        Exact("rastrigin5", Space(Reals(5, -5.12, 5.12)), RealFunctions.Rastrigin5, 0, "multimodal"),
        Exact("levy20", Space(Reals(20, -10, 10)), RealFunctions.Levy20, 0, "multimodal", "many"),
        Exact("schwefel6", Space(Reals(6, -500, 500)), RealFunctions.Schwefel6, 0, "multimodal"),
        Exact("michalewicz5", Space(Reals(5, 0, Math.PI)), RealFunctions.Michalewicz5, -4.687658179, "multimodal"),
        Exact("lowdim20", Space(Reals(20, 0, 1)), RealFunctions.Lowdim20, -3.862782147820756, "multimodal", "many"),
    ];

    private static IEnumerable<TestFunction> Mixed() =>
    [
        Found("logvalley4", Space(Log("lr", 1e-5, 1), LogWhole("batch", 8, 512), Log("decay", 1e-8, 0.1), Real("momentum", 0.5, 0.999)),
            MixedFunctions.Logvalley4, 0.20207208324472312, "log", "integer"),
        Found("diverge5", Space(Log("lr", 1e-5, 1), Whole("layers", 1, 6), Log("clip", 0.05, 50), LogWhole("hidden", 16, 2048),
            Real("dropout", 0, 0.8)), MixedFunctions.Diverge5, 1, "log", "integer", "diverging"),
        Exact("mixed8", Space([.. Reals(4, -5, 5, "f"), .. Wholes(3, -5, 5), Steps("s0", -5, 5, 0.5)]),
            MixedFunctions.Mixed8, 0, "integer", "multimodal"),
        Found("category5", Space(Choice("first", "rosenbrock", "camel", "beale"), Choice("second", "beale", "rosenbrock", "camel"),
            Choice("third", "none", "bowl", "wave", "plane"), Real("x0", -1, 1), Real("x1", -1, 1)),
            MixedFunctions.Category5, -1.4746501192969554, "categorical"),
        Exact("nk8", Space(Enumerable.Range(0, 8).Select(i => Choice($"g{i}", "0", "1", "2", "3"))),
            MixedFunctions.Nk8, 0.12415074424742806, "categorical", "finite"),
        Exact("quantised6", Space([.. Wholes(3, -10, 10), .. Enumerable.Range(0, 3).Select(i => Steps($"s{i}", -5, 5, 0.1))]),
            MixedFunctions.Quantised6, -234.49785, "integer", "multimodal", "finite"),
    ];

    private static IEnumerable<TestFunction> Conditional() =>
    [
        Exact("tree8", Space(Choice("kind", "flat", "wave", "deep"), Real("a", 0, 1).When("kind", "flat"),
            Real("b", 0, 1).When("kind", "wave"), Real("d", 0, 1).When("kind", "wave"),
            Whole("layers", 1, 3).When("kind", "deep"), Real("w1", 0, 1).When("kind", "deep"),
            Real("w2", 0, 1).When("layers", 2, 3), Real("w3", 0, 1).When("layers", 3)),
            MixedFunctions.Tree8, 0.04, "conditional"),
        Found("rnn10", RecurrentSpace(), RecurrentModel.End, 1.4387402254815547, "conditional", "log", "integer", "categorical"),
    ];

    private static IEnumerable<TestFunction> Noisy() =>
    [
        new("hartmann6_noisy", Space(Reals(6, 0, 1)), RealFunctions.Hartmann6, -3.3223680114155147, true, _ => 0.25,
            ["noisy", "multimodal"]),
        new("rnn10_noisy", RecurrentSpace(), RecurrentModel.End, 1.4387402254815547, false, RecurrentModel.Noise,
            ["noisy", "conditional", "log", "integer", "categorical"]),
        new("rosenbrock4_noisy", Space(Reals(4, -2, 2)), RealFunctions.LogRosenbrock4, 0, true, _ => 0.3, ["noisy", "smooth"]),
    ];

    private static SearchSpace RecurrentSpace() => Space(
        Choice("cell", "rnn", "gru", "lstm"), Whole("layers", 1, 4), LogWhole("hidden", 16, 1024),
        LogWhole("num_steps", 8, 256),
        Choice("optimizer", "sgd", "adam"), Log("lr_sgd", 0.01, 10).When("optimizer", "sgd"),
        Log("clip", 0.05, 10).When("optimizer", "sgd"),
        Log("lr_adam", 1e-5, 0.1).When("optimizer", "adam"), Real("dropout", 0, 0.7).When("layers", 2, 3, 4),
        Choice("sampling", "random", "sequential"));

    private static IEnumerable<SpaceParameter> Wholes(int count, long low, long high) =>
        Enumerable.Range(0, count).Select(i => Whole($"i{i}", low, high));

    /// <summary>Hartmann's function with weights that are biased at low fidelity; epoch 27 is the function itself (after
    /// MFHartmann of Bansal et al., "JAHS-Bench-201", and Mallik et al., "PriorBand", 2023).</summary>
    private static double FidelityHartmann6(Point c, int epoch)
    {
        var z = epoch / 27.0;
        return RealFunctions.BiasedHartmann6(c, 0.5 * (1 - z)) * (0.4 + 0.6 * z);
    }

    /// <summary>y = a + b epoch^-alpha. x5 makes it learn faster and end worse, so that curves cross.</summary>
    private static double PowerCurve8(Point c, int epoch)
    {
        var x = c.Vector(8);
        double[] weights = [1.2, 0.8, 0.5, 0.3, 0.2];
        double[] centres = [0.3, 0.7, 0.45, 0.6, 0.15];
        var bowl = weights.Select((w, i) => w * RealFunctions.Square(x[i] - centres[i])).Sum();
        var a = 0.1 + bowl + 0.04 * (1 - Math.Cos(6 * Math.PI * (x[0] - 0.3))) + 0.25 * x[5] * x[5];
        var alpha = 0.15 + 0.9 * x[5] * (1 - 0.5 * x[6]) + 0.35 * (1 - x[6]);
        return a + (0.9 - 0.4 * x[7]) * Math.Pow(epoch, -alpha);
    }

    private static TestFunction Exact(
        string name, SearchSpace space, Func<Point, double> formula, double optimum, params IReadOnlyList<string> kinds) =>
        new(name, space, formula, optimum, true, null, kinds);

    private static TestFunction Found(
        string name, SearchSpace space, Func<Point, double> formula, double optimum, params IReadOnlyList<string> kinds) =>
        new(name, space, formula, optimum, false, null, kinds);
}
