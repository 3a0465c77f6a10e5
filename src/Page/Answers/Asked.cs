using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

/// <summary>What stands behind the <c>?</c> of an address.</summary>
internal sealed class Asked(IQueryCollection query)
{
    /// <summary>Points of one curve, about.</summary>
    public int Points => Whole("points", 2, 100_000) ?? CurvesAnswer.DefaultPoints;

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <exception cref="PageRefusedException">It is not.</exception>
    public string Required(string name) => Text(name) ?? throw PageRefusedException.BadInput($"'{name}' is missing behind the '?'");

    /// <summary>A whole number that must be there, 0 or more.</summary>
    /// <exception cref="PageRefusedException">It is not, or is none.</exception>
    public int RequiredWhole(string name) =>
        Whole(name, 0, int.MaxValue) ?? throw PageRefusedException.BadInput($"'{name}' is missing behind the '?'");

    /// <summary>A whole number; null where there is none.</summary>
    /// <exception cref="PageRefusedException">It is none, or out of range.</exception>
    public int? Whole(string name, int least, int most) => (int?)Long(name, least, most);

    /// <inheritdoc cref="Whole" />
    public long? Long(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number
            : throw PageRefusedException.BadInput($"'{name}' expects a whole number from {least} to {most}, found '{text}'");
    }

    /// <summary>A finite number of at least 0; null where there is none.</summary>
    /// <exception cref="PageRefusedException">It is none.</exception>
    public double? Real(string name)
    {
        if (Text(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number >= 0 ? number
            : throw PageRefusedException.BadInput($"'{name}' expects a number of at least 0, found '{text}'");
    }
}
