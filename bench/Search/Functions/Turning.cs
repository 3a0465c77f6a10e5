namespace Sweep.Bench.Search.Functions;

/// <summary>Moves optima away from the middle and axes away from the parameters.</summary>
internal static class Turning
{
    /// <summary>Two Householder reflections: turns all axes and keeps lengths.</summary>
    public static double[] Rotate(double[] x, int k) => Reflect(Reflect(x, k), k + 1);

    /// <summary>Where an optimum lies, within ±width.</summary>
    public static double Shift(int i, int k, double width) => width * Math.Sin(k + 2.0 * i);

    /// <summary>x less its optimum.</summary>
    public static double[] Shifted(double[] x, int k, double width) => [.. x.Select((a, i) => a - Shift(i, k, width))];

    // About v, v_i = sin(k (i + 1)).
    private static double[] Reflect(double[] x, int k)
    {
        var v = Enumerable.Range(1, x.Length).Select(i => Math.Sin(k * i)).ToArray();
        var c = 2 * v.Zip(x, (a, b) => a * b).Sum() / v.Sum(a => a * a);
        return [.. x.Zip(v, (a, b) => a - c * b)];
    }
}
