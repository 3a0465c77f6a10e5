namespace Sweep.Experiments.Data;

/// <summary>Numbers token types: 0 is <c>&lt;unk&gt;</c>, then reserved tokens, then types by falling frequency, ties by first appearance. Immutable.</summary>
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
        indexes = new Dictionary<string, int>(this.types.Length, StringComparer.Ordinal);
        for (var index = 0; index < this.types.Length; index++)
        {
            if (!indexes.TryAdd(this.types[index], index))
                throw new ArgumentException($"expected types without repetition, found '{this.types[index]}' twice", nameof(types));
        }
        if (this.types.FirstOrDefault() != Unknown)
            throw new ArgumentException($"expected {Unknown} as type 0, found '{this.types.FirstOrDefault()}'", nameof(types));
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
