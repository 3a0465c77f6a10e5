using System.Globalization;
using System.Text;
using Sweep.Contracts.Files;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data.Cache;

/// <summary>Keeps the tokens of large texts in files, by the content of the text and what decides its tokens. Several processes at once
/// make each file once: one makes it, the others wait. The least recently used go when all together are too large.</summary>
/// <param name="folder">Absolute folder; made when it is needed.</param>
/// <param name="time">Tells when a file was used.</param>
internal sealed class TokenStore(string folder, TimeProvider time)
{
    private const string Suffix = ".tokens";

    /// <summary>Number of what the code makes of a text. Raise it whenever the same text and options give other tokens or other facts
    /// beside them: other text rules, splitters, merges, side nats or order of types, another field of <see cref="EncodedText"/>. Else
    /// the files that are there go on to be read.</summary>
    private const int Code = 1;

    /// <summary>Texts of so many bytes and more are kept here; smaller ones are cut anew by every process.</summary>
    public long From { get; init; } = 16L << 20;

    /// <summary>Bytes of all files together, at most, but the one in use.</summary>
    public long MostBytes { get; init; } = 16L << 30;

    /// <summary>Texts up to so many bytes are cut in memory where no file can be written.</summary>
    public long MostInMemory { get; init; } = 1L << 28;

    /// <summary>Told once, in a sentence, when a text has to wait for another process; null = nobody.</summary>
    public Action<string>? Waits { get; init; }

    /// <summary>The tokens of a text, from a file that is there or that is made now. Tokens and merges that are given (null = learnt) are
    /// part of the text's hash.</summary>
    /// <exception cref="CorpusException">The file cannot be written, and the text is too large to do without.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (EncodedText Encoded, ReadOnlyMemory<int> Tokens) Get(
        CorpusText text, CorpusOptions options, TextEncoding encoding, BpeModel? tokenizer, CancellationToken cancel)
    {
        var path = Path.Combine(folder, Key(text, options) + Suffix);
        try
        {
            Directory.CreateDirectory(folder);
            if (Read(path) is { } found) return found;
            using var turn = FileTurn.Take(
                path,
                () => Waits?.Invoke($"corpus '{text.Name}': waiting for another process that cuts this or another text into tokens"),
                cancel);
            return Read(path) ?? Make(path, sink => encoding.Encode(sink, tokenizer));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (text.Bytes <= MostInMemory) return encoding.InMemory(tokenizer);
            throw new CorpusException($"corpus '{text.Name}': cannot keep its tokens in {folder}: {refused.Message}; make room there, " +
                $"make it writable, or set {DataFolder.Variable} to another folder", refused);
        }
    }

    /// <summary>The name of a file: a hash of what decides its content. The runtime is part of that: it brings Unicode's tables.</summary>
    private static string Key(CorpusText text, CorpusOptions o)
    {
        var learnt = o.Token == TokenKind.Bpe && o.Tokenizer == CorpusOptions.OwnTokenizer ? o.VocabSize : 0;
        var rarest = o.Token is TokenKind.Char or TokenKind.Word ? o.MinFreq : 0;
        var what = string.Create(CultureInfo.InvariantCulture,
            $"{Code} {Environment.Version.Major} {text.Sha256} {text.IsSplit} {text.Validation.Count} {text.Test.Count} {o.Text} " +
            $"{o.Token} {o.MaxTokens} {o.MaxCharacters} {rarest} {o.Validation:R} {learnt}");
        return CorpusCatalog.Hash(Encoding.UTF8.GetBytes(what))[..32];
    }

    private (EncodedText, ReadOnlyMemory<int>)? Read(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (TokenFile.TryRead(file) is not { } found) return null;
        Touch(path);
        return found;
    }

    private (EncodedText, ReadOnlyMemory<int>) Make(string path, Func<ITokenSink, EncodedText> write)
    {
        Clear(path);
        AsideFile.Write(path, file => TokenFile.Write(file, write));
        Forget(path);
        return Read(path) ?? throw new IOException($"{path} was not there after it was written");
    }

    /// <summary>Deletes what processes left that were killed while they wrote; the turn of our own file is ours.</summary>
    private void Clear(string own) => Tidy(() =>
    {
        foreach (var part in Directory.GetFiles(folder, $"*{Suffix}.*.part"))
        {
            var name = Path.GetFileName(part);
            var path = Path.Combine(folder, name[..(name.IndexOf(Suffix, StringComparison.Ordinal) + Suffix.Length)]);
            using var turn = path == own ? null : FileTurn.TryTake(path);
            if (path == own || turn is not null) Delete(part);
        }
    });

    private void Touch(string path) => Tidy(() => File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime));

    /// <summary>Deletes the least recently used files until the rest is small enough.</summary>
    private void Forget(string newest) => Tidy(() =>
    {
        var files = new DirectoryInfo(folder).GetFiles("*" + Suffix).OrderBy(file => file.LastWriteTimeUtc).ToList();
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files.Where(file => file.FullName != newest).TakeWhile(_ => bytes > MostBytes))
        {
            // Whoever has it mapped keeps it until the mapping ends.
            if (Delete(file.FullName)) bytes -= file.Length;
        }
    });

    private static bool Delete(string path) => Tidy(() => File.Delete(path));

    /// <summary>Does what no text depends on; false when it cannot be done.</summary>
    private static bool Tidy(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
