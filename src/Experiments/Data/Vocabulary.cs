namespace Sweep.Experiments.Data;

/// <summary>Numbers token types: 0 is <c>&lt;unk&gt;</c>, then reserved tokens, then types by falling frequency,
/// ties by first appearance. Immutable.</summary>
/// <remarks>Save <see cref="Types"/> and hand them to the constructor to get it back.</remarks>
public sealed class Vocabulary
{
    /// <summary>The type at index 0, which stands for every unknown one.</summary>
    public const string Unknown = "<unk>";

    private readonly string[] types;
    private readonly Dictionary<string, int> indexes;

    /// <summary>A vocabulary of exactly these types, in this order.</summary>
    /// <param name="types">Types without repetition, <see cref="Unknown"/> first.</param>
    /// <exception cref="ArgumentException">The first type is another, or a type repeats.</exception>
    public Vocabulary(IEnumerable<string> types)
    {
        this.types = [.. types];
        if (Problem(this.types) is { } problem) throw new ArgumentException($"the vocabulary {problem}", nameof(types));
        indexes = this.types.Select((type, index) => (type, index)).ToDictionary(t => t.type, t => t.index, StringComparer.Ordinal);
    }

    /// <summary>Why these are no types of a vocabulary, as the end of a sentence; null when they are.</summary>
    public static string? Problem(IEnumerable<string> types)
    {
        if (types.Any(type => type is null)) return "has a type that is no text";
        if (types.FirstOrDefault() != Unknown)
            return $"does not begin with {Unknown}: expected {Unknown} as type 0, found '{types.FirstOrDefault()}'";
        var repeated = types.CountBy(type => type, StringComparer.Ordinal).FirstOrDefault(type => type.Value > 1);
        return repeated.Key is not null ? $"has a type twice: found '{repeated.Key}' twice" : null;
    }

    /// <summary>All types in index order.</summary>
    public IReadOnlyList<string> Types => types;

    /// <summary>Number of types, <see cref="Unknown"/> counted.</summary>
    public int Count => types.Length;

    /// <summary>Index of a type; 0 when it is unknown.</summary>
    public int this[string type] => indexes.GetValueOrDefault(type);

    /// <summary>Counts the tokens of a text and numbers their types.</summary>
    /// <param name="tokens">All tokens of the text.</param>
    /// <param name="minFreq">Types seen less often are left out; 0 keeps all.</param>
    /// <param name="reserved">Types that always get a place, right after <see cref="Unknown"/>; default none.</param>
    public static Vocabulary Build(IEnumerable<string> tokens, int minFreq = 0, IReadOnlyList<string>? reserved = null)
    {
        var first = new[] { Unknown }.Concat(reserved ?? []);
        var seen = tokens.GroupBy(token => token, StringComparer.Ordinal).Select(group => (Type: group.Key, Frequency: group.Count()));
        var kept = seen.OrderByDescending(type => type.Frequency).TakeWhile(type => type.Frequency >= minFreq).Select(type => type.Type);
        return new Vocabulary(first.Concat(kept).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The index of each token; 0 for unknown ones.</summary>
    public int[] Encode(IEnumerable<string> tokens) => [.. tokens.Select(token => this[token])];

    /// <summary>The type of each index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not in [0, <see cref="Count"/>).</exception>
    public string[] Decode(IEnumerable<int> indexes) => [.. indexes.Select(Type)];

    private string Type(int index) =>
        index >= 0 && index < types.Length
            ? types[index]
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"expected an index in [0, {types.Length}), found {index}");
}
