using System.Globalization;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs;

/// <summary>Reads durations (<c>2h30m</c>) and sizes of memory (<c>4 GiB</c>).</summary>
internal static partial class Quantity
{
    /// <summary>Days, hours, minutes, seconds, in this order, at least one; null when it is no duration above 0, up to 1000 days.</summary>
    public static TimeSpan? Duration(string text)
    {
        var match = DurationParts().Match(text.Trim());
        if (!match.Success) return null;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var days = Part("d") + (Part("h") / 24) + (Part("m") / 1440) + (Part("s") / 86400);
        return days is > 0 and <= 1000 ? TimeSpan.FromSeconds(Math.Round(days * 86400, 3)) : null;
    }

    /// <summary>Bytes; null when it is not a number with a unit, above 0.</summary>
    public static long? Bytes(string text)
    {
        var match = Size().Match(text.Trim());
        if (!match.Success) return null;
        var power = 1 + "KMGT".IndexOf(char.ToUpperInvariant(match.Groups["prefix"].Value[0]), StringComparison.Ordinal);
        var unit = Math.Pow(match.Groups["binary"].Success ? 1024 : 1000, power);
        var bytes = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit;
        return bytes is >= 1 and < 1e18 ? (long)bytes : null;
    }

    private const string Amount = @"\d{1,9}(\.\d{1,9})?";

    [GeneratedRegex($@"^(?=.)((?<d>{Amount}) ?d)? ?((?<h>{Amount}) ?h)? ?((?<m>{Amount}) ?m(in)?)? ?((?<s>{Amount}) ?s)?\z")]
    private static partial Regex DurationParts();

    [GeneratedRegex(@"^(?<number>\d{1,15}(\.\d{1,9})?) ?(?<prefix>[kKMGT])(?<binary>i)?B\z")] private static partial Regex Size();
}
