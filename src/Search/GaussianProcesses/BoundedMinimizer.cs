namespace Sweep.Search.GaussianProcesses;

/// <summary>A function of several numbers: receives its slopes there, and gives its value; infinite or NaN where it has none.</summary>
internal delegate double Slope(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>Finds a minimum within bounds by L-BFGS on the numbers that are free to move.</summary>
/// <remarks>
/// Two loops over the last steps give the direction (Nocedal and Wright, "Numerical Optimization", 2006, algorithm 7.4); numbers that
/// push against a bound stay there, and each step is cut to the bounds (Bertsekas, "Projected Newton methods for optimization problems with
/// simple constraints", 1982). It never throws: without progress it answers with the best point seen.
/// </remarks>
internal sealed class BoundedMinimizer(int steps, double tolerance)
{
    private const int Memory = 8;
    private readonly List<(double[] Step, double[] Change, double Rho)> memory = [];

    /// <summary>Moves a point within bounds to a minimum near it: it becomes the best point seen.</summary>
    /// <returns>The value there. No number moves further than <paramref name="firstStep"/> in the first step.</returns>
    public double Minimize(Span<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double firstStep, Slope function)
    {
        memory.Clear();
        var n = x.Length;
        double[] gradient = new double[n], next = new double[n], nextGradient = new double[n], direction = new double[n];
        var value = function(x, gradient);
        for (var step = 0; step < steps && double.IsFinite(value); step++)
        {
            if (Free(x, gradient, low, high, direction) < tolerance) break;
            Direct(gradient, direction);
            var slope = Rows.Dot(gradient, direction);
            if (!(slope < 0)) break;
            var t = memory.Count > 0 ? 1 : Math.Min(1, firstStep / Largest(direction));
            var found = Search(x, value, gradient, direction, t, low, high, next, nextGradient, function);
            if (double.IsNaN(found)) break;
            Remember(x, next, gradient, nextGradient);
            var gain = value - found;
            next.CopyTo(x);
            (gradient, nextGradient, value) = (nextGradient, gradient, found);
            if (gain < 1e-10 * Math.Max(1, Math.Abs(value))) break;
        }

        return value;
    }

    // Steepest descent without what pushes against a bound; returns the largest slope that is left.
    private static double Free(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> direction)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var held = (x[i] <= low[i] && gradient[i] > 0) || (x[i] >= high[i] && gradient[i] < 0);
            direction[i] = held ? 0 : -gradient[i];
        }

        return Largest(direction);
    }

    private void Direct(double[] gradient, double[] direction)
    {
        var held = new bool[direction.Length];
        for (var i = 0; i < held.Length; i++) held[i] = direction[i] == 0;
        var alphas = new double[memory.Count];
        for (var m = memory.Count - 1; m >= 0; m--)
        {
            alphas[m] = memory[m].Rho * Rows.Dot(memory[m].Step, direction);
            Rows.AddScaled(direction, memory[m].Change, -alphas[m]);
        }

        if (memory.Count > 0)
        {
            var (_, change, rho) = memory[^1];
            var scale = 1 / (rho * Rows.Dot(change, change));
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }

        for (var m = 0; m < memory.Count; m++)
            Rows.AddScaled(direction, memory[m].Step, alphas[m] - memory[m].Rho * Rows.Dot(memory[m].Change, direction));
        for (var i = 0; i < held.Length; i++) direction[i] = held[i] ? 0 : direction[i];
        if (Rows.Dot(gradient, direction) < 0) return;
        memory.Clear();
        for (var i = 0; i < held.Length; i++) direction[i] = held[i] ? 0 : -gradient[i];
    }

    // Halving until the value falls enough (Armijo); NaN = it never did.
    private static double Search(
        ReadOnlySpan<double> x, double value, ReadOnlySpan<double> gradient, ReadOnlySpan<double> direction, double t,
        ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> next, Span<double> nextGradient, Slope function)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var expected = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                next[i] = Math.Clamp(x[i] + t * direction[i], low[i], high[i]);
                expected += gradient[i] * (next[i] - x[i]);
            }

            var found = function(next, nextGradient);
            if (double.IsFinite(found) && found <= value + 1e-4 * expected && found < value) return found;
            // Where a parabola through both values and the slope has its lowest point.
            var curve = found - value - expected;
            t *= double.IsFinite(found) && curve > 0 ? Math.Clamp(-0.5 * expected / curve, 0.1, 0.5) : 0.2;
        }

        return double.NaN;
    }

    private void Remember(
        ReadOnlySpan<double> x, ReadOnlySpan<double> next, ReadOnlySpan<double> gradient, ReadOnlySpan<double> nextGradient)
    {
        double[] step = new double[x.Length], change = new double[x.Length];
        for (var i = 0; i < step.Length; i++) (step[i], change[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        var product = Rows.Dot(step, change);
        if (product <= 1e-10 * Rows.Dot(change, change)) return;
        if (memory.Count == Memory) memory.RemoveAt(0);
        memory.Add((step, change, 1 / product));
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
