using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Data.Cache;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data;

/// <summary>Gives corpora by their options. The last ones are kept, by the content of their text; safe for use by several threads;
/// never loads libtorch.</summary>
/// <param name="sources">Asked in order; the first that handles the options is taken.</param>
public sealed class CorpusCatalog(IReadOnlyList<ITextSource> sources)
{
    private const int Kept = 8;

    // Names with a dot, so that no folder or pattern of texts takes them in where the data folder is the folder of texts.
    private const string TokensFolder = ".tokens", TokenizersFolder = ".tokenizers";

    private readonly RecentlyUsed<string, CorpusText> texts = new(Kept);
    private readonly RecentlyUsed<(string, string, CorpusOptions), Corpus> corpora = new(Kept);

    /// <summary>A catalog of the built-in corpora: <c>grammar</c>, <c>time-machine</c>, any text file, folder or pattern.</summary>
    /// <param name="dataFolder">Where downloaded corpora and the tokens of large texts are kept; see <see cref="DataFolder.Find"/>.</param>
    /// <param name="http">Used only when a corpus must be downloaded.</param>
    /// <param name="progress">Told how far a download is; null = nobody.</param>
    /// <param name="waits">Told in a sentence when a text has to wait for another process that cuts it; null = nobody.</param>
    public CorpusCatalog(
        string dataFolder, HttpClient http, IProgress<DownloadProgress>? progress = null, Action<string>? waits = null)
        : this([new GrammarSource(), new DownloadedTextSource(DownloadedText.TimeMachine, dataFolder, http, progress),
            new TextFileSource()])
    {
        Store = new TokenStore(Path.Combine(dataFolder, TokensFolder), TimeProvider.System) { Waits = waits };
        Tokenizers = Path.Combine(dataFolder, TokenizersFolder);
    }

    /// <summary>Keeps the tokens of large texts; null = nobody.</summary>
    internal TokenStore? Store { get; init; }

    /// <summary>Folder where learnt merges are written for other programs; null = nowhere.</summary>
    internal string? Tokenizers { get; init; }

    /// <summary>Reads a text and turns it into tokens. Cancelled, a download ends, and the wait for another process that cuts the same
    /// text.</summary>
    /// <exception cref="CorpusException">The corpus cannot be had; the message says what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Corpus Load(CorpusOptions options, CancellationToken cancel = default)
    {
        var (text, stamp) = Whole(options, cancel);
        var tokenizer = Given(options);
        // Other merges make other tokens of the same text, which are as little comparable as another text.
        if (tokenizer is { } given) text = text with { Sha256 = Hash($"{text.Sha256} {given.Sha256}") };
        var key = options with { Corpus = "", BaseFolder = "", GrammarLength = 0, GrammarSeed = 0, ValidationCorpus = "", TestCorpus = "" };
        return corpora.GetOrAdd((text.Sha256, text.Name, key), () =>
        {
            var corpus = Build(text);
            if (corpus.Merges is { } merges && tokenizer is null) Show(corpus, merges);
            return corpus;
        });

        Corpus Build(CorpusText text)
        {
            try
            {
                var corpus = CorpusBuilder.Build(text, options, tokenizer?.Model, Store, Confirm, cancel);
                Confirm();
                return corpus;
            }
            catch (CorpusException)
            {
                // A file that took another one's place with its length and time is another text from now on.
                texts.Remove(stamp);
                throw;
            }
        }

        void Confirm()
        {
            if (stamp != Stamp(options)) throw ChangedCorpus.WhileRead(text.Name);
        }
    }

    /// <summary>Why a corpus cannot be trained on with batches of this shape, in one sentence with the way out; null when it can.</summary>
    public string? Problem(CorpusOptions options, BatchShape shape, CancellationToken cancel = default)
    {
        try
        {
            return CorpusLength.Problem(Load(options, cancel), shape);
        }
        catch (CorpusException problem)
        {
            return problem.Message;
        }
    }

    private static (BpeModel Model, string Sha256)? Given(CorpusOptions options) =>
        options.Token != TokenKind.Bpe || options.Tokenizer == CorpusOptions.OwnTokenizer ? null
            : TokenizerFiles.Read(CorpusFiles.FullPath("tokenizer", options.Tokenizer, options.BaseFolder));

    /// <summary>Writes learnt merges for other programs; nothing here needs them.</summary>
    private void Show(Corpus corpus, IReadOnlyList<string> merges)
    {
        if (Tokenizers is null) return;
        try
        {
            var name = $"{corpus.Sha256[..12]}-{corpus.Vocabulary.Count}-{Hash(string.Join('\n', merges))[..8]}";
            TokenizerFiles.Write(Path.Combine(Tokenizers, name), corpus.Vocabulary.Types, merges);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or closed disk does not keep a trial from training.
        }
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    internal static string Hash(ReadOnlySpan<byte> utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8));

    private static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>The text with those that are held out or tested on beside it.</summary>
    private (CorpusText Text, string Stamp) Whole(CorpusOptions options, CancellationToken cancel)
    {
        var stamp = Stamp(options);
        var text = texts.GetOrAdd(stamp, () => Read(options, cancel));
        var found = Stamp(options);
        if (found == stamp) return (text, stamp);
        // A download changes the stamp, once. A text that goes on to change has no hash.
        texts.Remove(stamp);
        text = texts.GetOrAdd(found, () => Read(options, cancel));
        if (Stamp(options) == found) return (text, found);
        texts.Remove(found);
        throw ChangedCorpus.WhileRead(text.Name);
    }

    private CorpusText Read(CorpusOptions options, CancellationToken cancel)
    {
        var text = Source(options).Read(options, cancel);
        var held = Other(options, options.ValidationCorpus, cancel);
        var test = Other(options, options.TestCorpus, cancel);
        return CorpusParts.Joined(text, held, test);
    }

    private CorpusText? Other(CorpusOptions options, string corpus, CancellationToken cancel)
    {
        if (corpus == CorpusOptions.None) return null;
        var other = options with { Corpus = corpus };
        return Source(other).Read(other, cancel);
    }

    private string Stamp(CorpusOptions options) => string.Join('\n',
        new[] { options.Corpus, options.ValidationCorpus, options.TestCorpus }
            .Select((corpus, i) => i > 0 && corpus == CorpusOptions.None ? "" : Stamp(options, corpus)));

    private string Stamp(CorpusOptions options, string corpus)
    {
        var part = options with { Corpus = corpus };
        return Source(part).Stamp(part);
    }

    private ITextSource Source(CorpusOptions options) => sources.FirstOrDefault(source => source.Handles(options))
        ?? throw new CorpusException($"no source gives the corpus '{options.Corpus}'");
}
