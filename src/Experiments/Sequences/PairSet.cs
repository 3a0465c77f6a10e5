using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.Sequences.Tasks;
using Sweep.Models.Sequences;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Sequences;

/// <summary>A pair in tokens of the two vocabularies, without special ones.</summary>
public sealed record EncodedPair(int[] Source, int[] Target)
{
    /// <summary>Tokens that are read and predicted, the end counted.</summary>
    public int Tokens => Source.Length + Target.Length + 1;
}

/// <summary>Pairs in two parts that share no source, with the vocabularies of the part to learn from.</summary>
public sealed class PairSet : ITrialData
{
    private static readonly string[] Reserved = ["<pad>", "<bos>", "<eos>"];

    private PairSet(IReadOnlyList<SequencePair> train, IReadOnlyList<SequencePair> heldOut, PairTokens tokens, PairOptions options)
    {
        Tokens = tokens;
        Source = Types("sources", train.SelectMany(pair => tokens.OfSource(pair.Source)), options);
        Target = Types("targets", train.SelectMany(pair => tokens.OfTarget(pair.Target)), options);
        Train = [.. train.Select(Encode)];
        HeldOut = [.. heldOut.Select(Encode)];
        LongestSource = Train.Concat(HeldOut).Max(pair => pair.Source.Length);
        LongestTarget = Train.Concat(HeldOut).Max(pair => pair.Target.Length);
        LongestLearnt = Train.Max(pair => pair.Target.Length);
    }

    /// <summary>Task or file, for people.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the user's file, or of the drawn pairs.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Characters of all pairs.</summary>
    public required long Characters { get; init; }

    /// <summary>How texts are cut.</summary>
    public PairTokens Tokens { get; }

    /// <summary>Token types of the sources: <c>&lt;unk&gt;</c>, <c>&lt;pad&gt;</c>, <c>&lt;bos&gt;</c>, <c>&lt;eos&gt;</c>, then those
    /// of the training part.</summary>
    public Vocabulary Source { get; }

    /// <summary>Token types of the targets, likewise.</summary>
    public Vocabulary Target { get; }

    /// <summary>Pairs to learn from.</summary>
    public IReadOnlyList<EncodedPair> Train { get; }

    /// <summary>Pairs that are held out.</summary>
    public IReadOnlyList<EncodedPair> HeldOut { get; }

    /// <summary>Tokens of the longest source.</summary>
    public int LongestSource { get; }

    /// <summary>Tokens of the longest target, its end not counted.</summary>
    public int LongestTarget { get; }

    /// <summary>The same of the training part alone.</summary>
    public int LongestLearnt { get; }

    /// <summary>Draws or reads the pairs.</summary>
    /// <exception cref="CorpusException">The file cannot be used.</exception>
    public static PairSet Of(PairOptions options)
    {
        var (pairs, hash) = options.File is { } file ? PairFile.Read(file, options.BaseFolder) : Drawn(options.Draw);
        var tokens = PairTokens.Of(options);
        var (train, heldOut) = Split(pairs, tokens, options);
        return new PairSet(train, heldOut, tokens, options)
        {
            Name = NameOf(options),
            Sha256 = hash,
            Characters = pairs.Sum(pair => (long)pair.Source.Length + pair.Target.Length),
        };
    }

    private static string NameOf(PairOptions options) => options.File ?? Catalog.ParameterDefinitions.Word(options.Task);

    /// <summary>The token types of one side of the training part, at least one beside the special ones.</summary>
    private static Vocabulary Types(string side, IEnumerable<string> tokens, PairOptions options)
    {
        var types = Vocabulary.Build(tokens, options.MinFreq, Reserved);
        return types.Count > SpecialTokens.Count ? types
            : throw new CorpusException($"pairs '{NameOf(options)}': expected a token type of the {side} that the training part has at " +
                $"least {Math.Max(1, options.MinFreq)} times, found none: every token would be {Vocabulary.Unknown}; lower min_freq");
    }

    private static (IReadOnlyList<SequencePair> Pairs, string Sha256) Drawn(TaskDraw draw)
    {
        var pairs = TaskPairs.Of(draw);
        var text = string.Join('\n', pairs.Select(pair => $"{pair.Source}\t{pair.Target}"));
        return (pairs, CorpusCatalog.Hash(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whole sources are held out, by their tokens: another target of one that is learnt would not be new.</summary>
    private static (List<SequencePair> Train, List<SequencePair> HeldOut) Split(
        IReadOnlyList<SequencePair> pairs, PairTokens tokens, PairOptions options)
    {
        var sources = pairs.Select(Key).Distinct(StringComparer.Ordinal).ToArray();
        if (sources.Length < 2)
            throw new CorpusException($"pairs '{options.File}': expected at least two different sources, to learn from and to hold out");
        if (options.File is not null) new SeededRandom(options.Seed).Shuffle<string>(sources);
        var held = Math.Clamp((int)Math.Round(sources.Length * options.Validation), 1, sources.Length - 1);
        var heldOut = sources[^held..].ToHashSet(StringComparer.Ordinal);
        var parts = pairs.ToLookup(pair => heldOut.Contains(Key(pair)));
        return ([.. parts[false]], [.. parts[true]]);

        string Key(SequencePair pair) =>
            tokens.Source == PairToken.Char ? pair.Source : string.Join(' ', tokens.OfSource(pair.Source));
    }

    private EncodedPair Encode(SequencePair pair) => new(
        Encode(Source, Tokens.OfSource(pair.Source)), Encode(Target, Tokens.OfTarget(pair.Target)));

    /// <summary>The tokens of a text; a word that is spelled like a special token is unknown.</summary>
    public static int[] Encode(Vocabulary vocabulary, IEnumerable<string> tokens) =>
        [.. vocabulary.Encode(tokens).Select(token => token < SpecialTokens.Count ? SpecialTokens.Unknown : token)];
}

/// <summary>How texts of pairs are cut into tokens: those of the tasks as they need it, those of a file as the sweep says.</summary>
/// <param name="Source">Of the sources.</param>
/// <param name="Target">Of the targets.</param>
public sealed record PairTokens(PairToken Source, PairToken Target)
{
    /// <summary>What these options ask for. Numbers are written in words, everything else of the tasks in characters.</summary>
    public static PairTokens Of(PairOptions options) => options.File is not null ? new(options.Token, options.Token)
        : new(PairToken.Char, options.Task == SequenceTask.Numbers ? PairToken.Word : PairToken.Char);

    /// <summary>The tokens of a source.</summary>
    public IEnumerable<string> OfSource(string text) => Cut(text, Source);

    /// <summary>The tokens of a target.</summary>
    public IEnumerable<string> OfTarget(string text) => Cut(text, Target);

    /// <summary>A target's tokens as a text.</summary>
    public string Join(IEnumerable<string> target) => string.Join(Target == PairToken.Word ? " " : "", target);

    private static IEnumerable<string> Cut(string text, PairToken token) => token == PairToken.Word
        ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : text.EnumerateRunes().Select(rune => rune.ToString());
}

/// <summary>Pairs by their options.</summary>
internal sealed class PairCatalog() : ExampleCatalog<PairOptions, PairSet>(
    options => options.File is { } file ? new WholeTextFile("pairs", file, options.BaseFolder) : null, PairSet.Of);
