using MathNet.Numerics.Distributions;
using Sweep.Search.Encodings;

namespace Sweep.Search.Samplers.Cmaes;

/// <summary>Keeps a discrete parameter from settling in one cell for good: the cells beside the mean's stay likely enough.</summary>
/// <remarks>Hamano and others, "CMA-ES with margin" (arXiv 2205.13482), section 4.2, with alpha = 1 / (dimensions x population).</remarks>
internal static class IntegerMargin
{
    /// <summary>Corrects mean and deviation of every discrete dimension after a generation.</summary>
    public static void Correct(CmaState state, IReadOnlyList<Axis> axes)
    {
        var alpha = 1.0 / (state.Dimension * state.Population);
        for (var i = 0; i < axes.Count; i++)
        {
            if (axes[i].IsContinuous) continue;
            var mean = Math.Clamp(state.Mean[i], 0, 1);
            var cell = axes[i].CellAt(mean);
            var (first, last) = (cell.Low <= 0, cell.High >= 1);
            if (first && last) continue;
            if (first || last) AtEnd(state, i, mean, first ? cell.High : cell.Low, alpha);
            else Between(state, i, mean, cell.Low, cell.High, alpha);
        }
    }

    private static void AtEnd(CmaState state, int i, double mean, double border, double alpha)
    {
        var most = Normal.InvCDF(0, 1, 1 - alpha) * state.Deviation(i);
        state.Correct(i, border + Math.Sign(mean - border) * Math.Min(Math.Abs(mean - border), most), state.Margins[i]);
    }

    private static void Between(CmaState state, int i, double mean, double low, double high, double alpha)
    {
        var deviation = state.Deviation(i);
        var (below, above) = (Normal.CDF(mean, deviation, low), 1 - Normal.CDF(mean, deviation, high));
        var inside = 1 - below - above;
        var (raisedBelow, raisedAbove) = (Math.Max(alpha / 2, below), Math.Max(alpha / 2, above));
        var surplus = (1 - raisedBelow - raisedAbove - inside) / (raisedBelow + raisedAbove + inside - 1.5 * alpha);
        var (p, q) = (raisedBelow + surplus * (raisedBelow - alpha / 2), raisedAbove + surplus * (raisedAbove - alpha / 2));
        if (p == below && q == above) return;
        var (a, b) = (Normal.InvCDF(0, 1, 1 - Math.Min(p, 0.5)), Normal.InvCDF(0, 1, 1 - Math.Min(q, 0.5)));
        if (!(a + b > 1e-9)) return;
        state.Correct(i, (low * b + high * a) / (a + b), state.Margins[i] * (high - low) / ((a + b) * deviation));
    }
}
