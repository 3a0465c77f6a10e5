using System.Globalization;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Scales;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Its value; the number of a category.</param>
/// <param name="Label">Its name.</param>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Round numbers for axes.</summary>
internal static class Ticks
{
    /// <summary>First digits of the marks of a logarithmic axis, the sparsest first.</summary>
    private static readonly int[][] Digits = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5], [1, 2, 3, 4, 5, 6, 8]];

    private const int FewestLog = 3;

    /// <summary>Marks of an axis, by rising value, so many at most.</summary>
    public static IReadOnlyList<Tick> Of(Scale scale, int most)
    {
        most = Math.Max(2, most);
        return scale.Kind switch
        {
            AxisScale.Category => [.. scale.Categories.Select((name, place) => new Tick(place, name))],
            AxisScale.Log => Log(scale.Low, scale.High, most),
            _ => Linear(scale.Low, scale.High, most),
        };
    }

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, at most so many (at least 2).</summary>
    public static IReadOnlyList<Tick> Linear(double low, double high, int most, bool isWhole = false)
    {
        if (!(high > low) || !double.IsFinite(high - low)) return [new Tick(low, Text([low])[0])];
        var step = Step((high - low) / most);
        if (isWhole) step = Math.Max(1, step);
        // A step too far would leave none.
        while (Count(step) > most && Count(Step(step * 1.5)) > 0) step = Step(step * 1.5);
        while (Count(step) == 0 && step > (high - low) / 100) step = Step(step / 3);
        var first = Math.Ceiling((low / step) - 1e-9);
        // Multiplied, not added up: the last one is as round as the first.
        var every = Math.Max(1, (int)Math.Ceiling(Count(step) / (double)most));
        double[] values = [.. Enumerable.Range(0, Count(step)).Where(i => i % every == 0).Select(i => Round((first + i) * step, step))];
        return values.Length > 0 ? Named(values) : [new Tick(low, Text([low])[0])];

        int Count(double by) => (int)(Math.Floor((high / by) + 1e-9) - Math.Ceiling((low / by) - 1e-9)) + 1;
    }

    /// <summary>Round numbers that are about equally far apart on a logarithmic axis: powers of ten, and 2, 3, 5 times them where there is
    /// room; where the range is too narrow for these, round numbers of a linear axis. <paramref name="low"/> is above 0,
    /// <paramref name="high"/> above that, <paramref name="most"/> at least 2.</summary>
    public static IReadOnlyList<Tick> Log(double low, double high, int most)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + 1e-9), (int)Math.Floor(Math.Log10(high) + 1e-9));
        double[]? chosen = null;
        foreach (var digits in Digits)
        {
            double[] values = [.. Enumerable.Range(first, last - first + 1)
                .SelectMany(power => digits.Select(digit => Decimal(digit, power)))
                .Where(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))];
            if (values.Length > most) break;
            chosen = values;
        }

        if (chosen is null)
        {
            // Too many powers of ten: every second, third, ... of them.
            var every = (int)Math.Ceiling((last - first + 1) / (double)most);
            chosen = [.. Enumerable.Range(first, last - first + 1).Where(power => power % every == 0).Select(power => Decimal(1, power))
                .Where(value => value >= low * (1 - 1e-9))];
        }

        return chosen.Length >= Math.Min(FewestLog, most) ? Named(chosen) : Linear(low, high, most);
    }

    /// <summary>The least of 1, 2, 5 times a power of ten that is not below.</summary>
    private static double Step(double least)
    {
        var power = (int)Math.Floor(Math.Log10(least));
        foreach (var digit in new[] { 1, 2, 5 }) if (Decimal(digit, power) >= least * (1 - 1e-9)) return Decimal(digit, power);
        return Decimal(1, power + 1);
    }

    private static double Decimal(int digit, int power) =>
        double.Parse($"{digit}e{power}", NumberStyles.Float, CultureInfo.InvariantCulture);

    private static double Round(double value, double step)
    {
        var decimals = (int)Math.Ceiling(-Math.Log10(step));
        return decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : value;
    }

    private static IReadOnlyList<Tick> Named(double[] values)
    {
        var names = Text(values);
        return [.. values.Select((value, i) => new Tick(value, names[i]))];
    }

    /// <summary>The values in one notation, as short as it may be: <c>0.05</c> and <c>0.10</c>, <c>1</c> and <c>1.5</c>, <c>20k</c>,
    /// <c>1e-5</c>.</summary>
    private static string[] Text(double[] values)
    {
        var most = values.Max(Math.Abs);
        var least = values.Where(value => value != 0).Select(Math.Abs).DefaultIfEmpty(1).Min();
        if (most >= 1e6 || least < 1e-4) return Array.ConvertAll(values, Exponent);
        if (most >= 1e4) return Array.ConvertAll(values, value => value == 0 ? "0" : $"{Plain(value / 1000)}k");
        return Array.ConvertAll(values, Plain);
    }

    private static string Plain(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Exponent(double value)
    {
        if (value == 0) return "0";
        var text = value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        return text.Replace("e+", "e", StringComparison.Ordinal);
    }
}
