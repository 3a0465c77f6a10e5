using Sweep.Experiments.Data.Tokens;

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
        : this([.. types], isClosed: false)
    {
    }

    private Vocabulary(string[] types, bool isClosed)
    {
        this.types = types;
        if ((isClosed ? ProblemOfClosed(types) : Problem(types)) is { } problem)
            throw new ArgumentException($"the vocabulary {problem}", nameof(types));
        indexes = types.Select((type, index) => (type, index)).ToDictionary(t => t.type, t => t.index, StringComparer.Ordinal);
    }

    /// <summary>Why these are no types of a vocabulary, as the end of a sentence; null when they are.</summary>
    public static string? Problem(IEnumerable<string> types)
    {
        if (types.Any(type => type is null)) return "has a type that is no text";
        if (types.FirstOrDefault() != Unknown)
            return $"does not begin with {Unknown}: expected {Unknown} as type 0, found '{types.FirstOrDefault()}'";
        return Repeated(types);
    }

    /// <summary>The same for types to which nothing is unknown (bytes, and what bytes are merged to).</summary>
    public static string? ProblemOfClosed(IEnumerable<string> types)
    {
        if (types.Any(type => type is null)) return "has a type that is no text";
        if (types.FirstOrDefault(type => ByteAlphabet.TryBytes(type) is not { Length: > 0 }) is { } wrong)
            return $"has a type that spells no bytes: found '{wrong}'";
        return types.Any() ? Repeated(types) : "is empty";
    }

    /// <summary>A vocabulary to which nothing is unknown: exactly these types, in this order, in the byte alphabet.</summary>
    /// <exception cref="ArgumentException">A type spells no bytes, or repeats.</exception>
    public static Vocabulary Closed(IEnumerable<string> types) => new([.. types], isClosed: true);

    private static string? Repeated(IEnumerable<string> types)
    {
        var repeated = types.CountBy(type => type, StringComparer.Ordinal).FirstOrDefault(type => type.Value > 1);
        return repeated.Key is not null ? $"has a type twice: found '{repeated.Key}' twice" : null;
    }

    /// <summary>All types in index order.</summary>
    public IReadOnlyList<string> Types => types;

    /// <summary>Number of types, <see cref="Unknown"/> counted.</summary>
    public int Count => types.Length;

    /// <summary>Index of a type; 0 when it is unknown.</summary>
    public int this[string type] => indexes.GetValueOrDefault(type);

    /// <summary>The same for a text that is part of a longer one.</summary>
    public int IndexOf(ReadOnlySpan<char> type) =>
        indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(type, out var index) ? index : 0;

    /// <summary>Counts the tokens of a text and numbers their types.</summary>
    /// <param name="tokens">All tokens of the text.</param>
    /// <param name="minFreq">Types seen less often are left out; 0 keeps all.</param>
    /// <param name="reserved">Types that always get a place, right after <see cref="Unknown"/>; default none.</param>
    public static Vocabulary Build(IEnumerable<string> tokens, int minFreq = 0, IReadOnlyList<string>? reserved = null)
    {
        var seen = tokens.GroupBy(token => token, StringComparer.Ordinal).Select(group => (group.Key, group.LongCount()));
        return Build(seen, minFreq, reserved);
    }

    /// <summary>Numbers types that were counted.</summary>
    /// <param name="seen">Types and how often each was seen, by first appearance.</param>
    /// <param name="minFreq">Types seen less often are left out; 0 keeps all.</param>
    /// <param name="reserved">Types that always get a place, right after <see cref="Unknown"/>; default none.</param>
    public static Vocabulary Build(
        IEnumerable<(string Type, long Frequency)> seen, int minFreq = 0, IReadOnlyList<string>? reserved = null)
    {
        var first = new[] { Unknown }.Concat(reserved ?? []);
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
