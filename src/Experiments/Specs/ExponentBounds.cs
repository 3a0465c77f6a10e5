using System.Globalization;

namespace Sweep.Experiments.Specs;

/// <summary>Tells of bounds of <c>log_uniform</c>, which are exponents of e, that can only be meant as the values themselves.</summary>
internal sealed class ExponentBounds(SpecErrors errors)
{
    /// <summary>e to this power is 485 million: beyond what a parameter has.</summary>
    private const double LargeExponent = 20;

    /// <summary>Below it an exponent above 0 is 0 for all that counts; bounds meant as exponents say 0 then.</summary>
    private const double SmallExponent = 0.1;

    private const int Digits = 4;

    /// <summary>Gives a notice with the values that the bounds of a <c>log_uniform</c> or <c>inv_log_uniform</c> mean.</summary>
    public void Check(KeyReader keys, string name, string family)
    {
        if (KeyReader.Number(keys.Node("min")!) is not { } min || KeyReader.Number(keys.Node("max")!) is not { } max
            || !AreValues(min, max)) return;
        var (low, high) = family == "log_uniform" ? (min, max) : (-max, -min);
        errors.Notice(keys.Map.At,
            $"the bounds of '{name}' are exponents of e, so {keys.Node("min")!.Describe()} to {keys.Node("max")!.Describe()} means values "
            + $"from {Show(Math.Exp(low))} to {Show(Math.Exp(high))}: to give the values themselves use '{WithValues(keys, family)}'");
    }

    /// <summary>True when bounds make sense as values alone: above 0; as exponents within one factor of e, next to 0, or huge.</summary>
    private static bool AreValues(double min, double max) => min > 0 && (max <= 1 || min < SmallExponent || max > LargeExponent);

    private static string WithValues(KeyReader keys, string family) =>
        $"{(keys.Text("distribution") is { } written ? written : family)}_values";

    /// <summary>Four digits, or as many more as it takes to tell the number from a whole one: 1.0001.</summary>
    private static string Show(double value)
    {
        for (var digits = Digits; ; digits++)
        {
            var text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
            if (digits == 10 || value >= 100 || double.Parse(text, CultureInfo.InvariantCulture) % 1 != 0) return text;
        }
    }
}
