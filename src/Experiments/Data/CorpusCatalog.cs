using System.Security.Cryptography;

namespace Sweep.Experiments.Data;

/// <summary>Gives corpora by their options. The last ones are kept, by the content of their text; safe for use by several threads;
/// never loads libtorch.</summary>
/// <remarks>A catalog with sources of its own.</remarks>
/// <param name="sources">Asked in order; the first that handles the options is taken.</param>
public sealed class CorpusCatalog(IReadOnlyList<ITextSource> sources)
{
    private const int Kept = 8;

    private readonly IReadOnlyList<ITextSource> sources = sources;
    private readonly RecentlyUsed<string, CorpusText> texts = new(Kept);
    private readonly RecentlyUsed<(string, string, TokenKind, int?, int, double), Corpus> corpora = new(Kept);

    /// <summary>A catalog of the built-in corpora: <c>grammar</c>, <c>time-machine</c>, any text file.</summary>
    /// <param name="dataFolder">Where downloaded corpora are kept; see <see cref="DataFolder.Find"/>.</param>
    /// <param name="http">Used only when a corpus must be downloaded.</param>
    /// <param name="progress">Told how far a download is; null = nobody.</param>
    public CorpusCatalog(string dataFolder, HttpClient http, IProgress<DownloadProgress>? progress = null)
        : this([new GrammarSource(), new DownloadedTextSource(DownloadedText.TimeMachine, dataFolder, http, progress),
            new TextFileSource()])
    {
    }

    /// <summary>Reads a text and turns it into tokens.</summary>
    /// <param name="options">Which text, which tokens.</param>
    /// <param name="cancel">Ends a download.</param>
    /// <exception cref="CorpusException">The corpus cannot be had; the message says what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Corpus Load(CorpusOptions options, CancellationToken cancel = default)
    {
        var source = sources.FirstOrDefault(source => source.Handles(options))
            ?? throw new CorpusException($"no source gives the corpus '{options.Corpus}'");
        var text = texts.GetOrAdd(source.Stamp(options), () => source.Read(options, cancel));
        var key = (text.Sha256, text.Name, options.Token, options.MaxTokens, options.MinFreq, options.Validation);
        return corpora.GetOrAdd(key, () => CorpusBuilder.Build(text, options));
    }

    /// <summary>Why a corpus cannot be trained on with batches of this shape, in one sentence with the way out; null when it can.</summary>
    /// <param name="options">Which text, which tokens.</param>
    /// <param name="shape">Size of the batches.</param>
    /// <param name="cancel">Ends a download.</param>
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

    /// <summary>SHA-256 in lower-case hex.</summary>
    internal static string Hash(ReadOnlySpan<byte> utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8));
}
