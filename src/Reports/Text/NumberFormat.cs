using System.Globalization;

namespace Sweep.Reports.Text;

/// <summary>One notation with one number of decimals for numbers that stand below each other:
/// <c>0.500</c> and <c>12.250</c>, or <c>1.0e-05</c> and <c>2.5e-04</c>.</summary>
public sealed class NumberFormat
{
    private const int Digits = 4;

    /// <summary>Numbers that somebody chose are shown exactly up to so many digits.</summary>
    private const int ExactDigits = 6;

    /// <summary>And with so many at most.</summary>
    private const int MostDigits = 9;

    /// <summary>Beyond these powers of ten, or over more of them at once, a number needs an exponent to be readable.</summary>
    private const int MostFixed = 4;
    private const int LeastFixed = -3;
    private const int WidestFixed = 5;

    /// <summary>Every whole number below it is exact.</summary>
    private const double ExactWhole = 1e15;

    private readonly string pattern;

    private NumberFormat(string pattern) => this.pattern = pattern;

    /// <summary>The format for numbers of a column; NaN and infinities have no say.</summary>
    public static NumberFormat For(IEnumerable<double> numbers, NumberStyle style)
    {
        List<double> finite = [.. numbers.Where(double.IsFinite)];
        return style == NumberStyle.Measured ? Measured(finite) : Chosen([.. finite.Distinct()]);
    }

    /// <summary>A number in this format.</summary>
    public string Text(double number) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString(pattern, CultureInfo.InvariantCulture),
    };

    /// <summary>A number in this format, with its sign in front also where it is positive.</summary>
    public string Signed(double number) => number >= 0 ? $"+{Text(number)}" : Text(number);

    private static NumberFormat Measured(List<double> numbers)
    {
        var (least, most) = Powers(numbers);
        if (least is null) return new("0");
        return IsFixed(least.Value, most, leastAlone: LeastFixed) ? Fixed(Math.Max(0, Digits - 1 - least.Value)) : Exponent(Digits - 1);
    }

    private static NumberFormat Chosen(List<double> numbers)
    {
        if (numbers.All(n => Math.Abs(n) < ExactWhole && n == Math.Truncate(n))) return Fixed(0);
        var digits = numbers.All(n => Parse(Rounded(n, ExactDigits)) == n)
            ? ExactDigits
            : Enumerable.Range(Digits, MostDigits - Digits)
                .FirstOrDefault(d => numbers.DistinctBy(n => Rounded(n, d)).Count() == numbers.Count, MostDigits);
        var (least, most) = Powers(numbers);
        var needed = numbers.Where(n => n != 0).Select(n => (Power: Power(n), Decimals: Decimals(n, digits))).ToList();
        return IsFixed(least!.Value, most, leastAlone: LeastFixed - 1)
            ? Fixed(needed.Max(n => Math.Max(0, n.Decimals - n.Power)))
            : Exponent(needed.Max(n => n.Decimals));
    }

    private static bool IsFixed(int least, int most, int leastAlone) =>
        most <= MostFixed && least >= leastAlone && most - least <= WidestFixed;

    private static NumberFormat Fixed(int decimals) => new($"F{decimals}");

    private static NumberFormat Exponent(int decimals) => new($"0{(decimals > 0 ? "." : "")}{new string('0', decimals)}e+00");

    /// <summary>The powers of ten of the smallest and the largest number that is not 0; null without any.</summary>
    private static (int? Least, int Most) Powers(List<double> numbers)
    {
        List<int> powers = [.. numbers.Where(n => n != 0).Select(Power)];
        return powers.Count == 0 ? (null, 0) : (powers.Min(), powers.Max());
    }

    /// <summary>2 for 314.15, -5 for 0.00001.</summary>
    private static int Power(double number) => int.Parse(Rounded(number, MostDigits)
        .AsSpan()[(MostDigits + (number < 0 ? 3 : 2))..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Decimals of the mantissa that are not trailing zeros.</summary>
    private static int Decimals(double number, int digits)
    {
        var mantissa = Rounded(number, digits).Split('E')[0].TrimEnd('0');
        return Math.Max(0, mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1);
    }

    /// <summary><c>3.142E+002</c>.</summary>
    private static string Rounded(double number, int digits) => number.ToString($"E{digits - 1}", CultureInfo.InvariantCulture);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>How many digits a number deserves.</summary>
public enum NumberStyle
{
    /// <summary>Something measured: the smallest number of the column has four significant digits.</summary>
    Measured,

    /// <summary>Something chosen: as written where that is short, else as many digits as tell the numbers apart.</summary>
    Chosen,
}
