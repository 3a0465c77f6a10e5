using System.Security.Cryptography;
using System.Text;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Data;

/// <summary>A text kept in the data folder: downloaded once, checked by its hash each time, never fetched again.</summary>
/// <param name="text">What to fetch.</param>
/// <param name="dataFolder">Absolute folder for the file.</param>
/// <param name="http">Used only when the file is not there.</param>
/// <param name="progress">Told how far the download is; null = nobody.</param>
/// <param name="silenceLimit">Longest silence of the server; null = 30 seconds.</param>
internal sealed class DownloadedTextSource(
    DownloadedText text, string dataFolder, HttpClient http, IProgress<DownloadProgress>? progress, TimeSpan? silenceLimit = null)
        : ITextSource
{
    private const int MostBytes = 1 << 28;

    private readonly string path = Path.Combine(dataFolder, text.FileName);

    private string ByHand => $"put the file of {text.Address} ({text.Bytes} bytes, SHA-1 {text.Sha1}) at {path} by hand, or set " +
        $"{DataFolder.Variable} to a folder that has it";

    public bool Handles(CorpusOptions options) => options.Corpus == text.Corpus;

    public string Stamp(CorpusOptions options) => $"{text.Corpus} {text.Sha1} {path} {FileStamp.Of(path)}";

    public CorpusText Read(CorpusOptions options, CancellationToken cancel)
    {
        var bytes = Found() ?? Fetch(cancel);
        return new CorpusText { Name = text.Corpus, Text = Encoding.UTF8.GetString(bytes), Sha256 = CorpusCatalog.Hash(bytes) };
    }

    private byte[]? Found()
    {
        byte[] bytes;
        try
        {
            bytes = RegularFile.ReadBytes(path, MostBytes);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(
                $"corpus '{text.Corpus}': cannot read {path}: {refused.Message}; make it readable, or {ByHand}", refused);
        }
        return Right(bytes)
            ? bytes
            : throw new CorpusException(
                $"corpus '{text.Corpus}': {path} is another file: expected SHA-1 {text.Sha1}, found {Sha1(bytes)} ({bytes.Length} bytes); "
                + "delete it and it is downloaded again");
    }

    private byte[] Fetch(CancellationToken cancel)
    {
        var bytes = Download(cancel);
        if (!Right(bytes))
            throw new CorpusException($"corpus '{text.Corpus}': {text.Address} gave another file: expected SHA-1 {text.Sha1}, found " +
                $"{Sha1(bytes)} ({bytes.Length} bytes); {ByHand}");
        try
        {
            Directory.CreateDirectory(dataFolder);
            AsideFile.Write(path, bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(
                $"corpus '{text.Corpus}': cannot write {path}: {refused.Message}; make the folder writable, or {ByHand}", refused);
        }
        return bytes;
    }

    private byte[] Download(CancellationToken cancel)
    {
        try
        {
            return new Download(http, silenceLimit ?? TimeSpan.FromSeconds(30))
                .Get(text.Address, text.Bytes, done => progress?.Report(new DownloadProgress(text.Corpus, done, text.Bytes)), cancel);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or TimeoutException)
        {
            throw new CorpusException($"corpus '{text.Corpus}': cannot download {text.Address}: {failed.Message}; {ByHand}", failed);
        }
    }

    private bool Right(byte[] bytes) => Sha1(bytes) == text.Sha1;

#pragma warning disable CA5350 // The published hash of this file is a SHA-1; it finds mix-ups, not forgers.
    private static string Sha1(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
#pragma warning restore CA5350
}

/// <summary>A text on the web that is known by its hash.</summary>
/// <param name="Corpus">Name of the corpus in a sweep file.</param>
/// <param name="FileName">Name of its file in the data folder.</param>
/// <param name="Address">Where it is downloaded from.</param>
/// <param name="Sha1">SHA-1 of the file in lower-case hex; it finds mix-ups, not forgers.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record DownloadedText(string Corpus, string FileName, Uri Address, string Sha1, long Bytes)
{
    /// <summary>H. G. Wells, The Time Machine, as Dive into Deep Learning ships it.</summary>
    public static DownloadedText TimeMachine { get; } = new(
        CorpusOptions.TimeMachine, "timemachine.txt", new Uri("http://d2l-data.s3-accelerate.amazonaws.com/timemachine.txt"),
        "090b5e7e70c295757f55df93cb0a180b9691891a", 178_979);
}
