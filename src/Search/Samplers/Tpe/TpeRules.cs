namespace Sweep.Search.Samplers.Tpe;

/// <summary>How many observations count as good, and what each is worth: the defaults of Optuna 5, which took them from Hyperopt.</summary>
internal static class TpeRules
{
    private const int Newest = 25;

    /// <summary>How many of the best observations make up the good ones: a tenth, rounded up, at most 25.</summary>
    public static int Gamma(int count) => Math.Min((int)Math.Ceiling(0.1 * count), 25);

    /// <summary>Weights in the order of trials: all 1 below 25, else rising from 1/n to 1, and 1 for the newest 25.</summary>
    public static double[] Weights(int count)
    {
        var ramp = Math.Max(0, count - Newest);
        return [.. Enumerable.Range(0, count).Select(i =>
            i >= ramp ? 1 : ramp == 1 ? 1.0 / count : 1.0 / count + i * (1 - 1.0 / count) / (ramp - 1))];
    }
}
