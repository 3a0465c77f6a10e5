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

    /// <summary>The number of a word <c>name=number</c>, or <c>name=numberunit</c>; null when there is no such word.</summary>
    /// <param name="name">What stands before the sign.</param>
    /// <param name="unit">What stands behind the number.</param>
    public long? Number(string name, string unit = "")
    {
        var word = Text.Split(' ').FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal) && w.EndsWith(unit, StringComparison.Ordinal));
        return word is not null && long.TryParse(word.AsSpan(name.Length + 1, word.Length - name.Length - 1 - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
