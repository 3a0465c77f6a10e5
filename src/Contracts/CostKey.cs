using System.Globalization;

namespace Sweep.Contracts;

/// <summary>Trials with an equal key run at comparable speed on the same hardware; recorded speeds are found by it.</summary>
/// <param name="Text">Words: the experiment's name, then its sizes, some as <c>name=number</c>.</param>
[GenerateSerializer, Immutable, Alias("sweep.cost-key")]
public sealed record CostKey([property: Id(0)] string Text)
{
    /// <summary>The key of a trial whose speed is comparable with nothing.</summary>
    public static CostKey None { get; } = new("");

    /// <summary>A key as the database holds it.</summary>
    public static implicit operator CostKey(string text) => new(text);

    private const int MostDigits = 9;

    /// <summary>The number of a word <c>name=number</c> or <c>name=numberunit</c>; null = none, or more than nine digits.</summary>
    public long? Number(string name, string unit = "")
    {
        var start = name + "=";
        var word = Text.Split(' ')
            .FirstOrDefault(w => w.StartsWith(start, StringComparison.Ordinal) && w.EndsWith(unit, StringComparison.Ordinal));
        var digits = word is null ? "" : word[start.Length..Math.Max(start.Length, word.Length - unit.Length)];
        return digits.Length <= MostDigits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
