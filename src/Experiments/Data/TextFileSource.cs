using System.Text;
using F23.StringSimilarity;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Data;

/// <summary>Any UTF-8 text file, by its path; takes every name that no other source handles.</summary>
public sealed class TextFileSource : ITextSource
{
    /// <summary>Largest file read, in bytes.</summary>
    public const int MaxBytes = 1 << 28;

    private static readonly string[] Names = [CorpusOptions.Grammar, CorpusOptions.TimeMachine];

    /// <inheritdoc />
    public bool Handles(CorpusOptions options) => true;

    /// <inheritdoc />
    public string Stamp(CorpusOptions options) => $"{options.Corpus} {FullPath(options)} {FileStamp.Of(FullPath(options))}";

    /// <inheritdoc />
    public CorpusText Read(CorpusOptions options, CancellationToken cancel)
    {
        var path = FullPath(options);
        switch (RegularFile.KindOf(path))
        {
            case FileKind.Regular: break;
            case FileKind.Absent: throw new CorpusException(Missing(options.Corpus, path));
            case FileKind.Folder:
                throw new CorpusException(
                $"corpus '{options.Corpus}': expected a text file, found the folder {path}; name a file in it");
            case var kind:
                throw new CorpusException($"corpus '{options.Corpus}': expected a text file, found " +
                $"{NotRegularFileException.Words(kind)} at {path}; a text is read again by every trial, so put it into a file");
        }

        var bytes = Bytes(options.Corpus, path);
        return new CorpusText { Name = options.Corpus, Text = Utf8(options.Corpus, path, bytes), Sha256 = CorpusCatalog.Hash(bytes) };
    }

    private static string FullPath(CorpusOptions options)
    {
        try
        {
            return Path.GetFullPath(options.Corpus, options.BaseFolder);
        }
        catch (ArgumentException wrong)
        {
            throw new CorpusException(
                $"corpus '{options.Corpus}': expected a path, found what no file can be called ({wrong.Message}); correct the path", wrong);
        }
    }

    private static string Missing(string corpus, string path)
    {
        var near = Names.FirstOrDefault(name => new Levenshtein().Distance(name, corpus) <= 2);
        var guess = near is null ? $"correct the path, or take one of {string.Join(", ", Names)}" : $"did you mean '{near}'?";
        return $"corpus '{corpus}': expected {string.Join(", ", Names)} or the path of a text file, found no file {path}; {guess}";
    }

    private static byte[] Bytes(string corpus, string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new CorpusException(
                    $"corpus '{corpus}': expected at most {MaxBytes} bytes, found {length} in {path}; take a part of it");
            return RegularFile.ReadBytes(path, MaxBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"corpus '{corpus}': cannot read {path}: {refused.Message}; make it readable", refused);
        }
    }

    private static string Utf8(string corpus, string path, byte[] bytes)
    {
        if (bytes.Length == 0)
            throw new CorpusException($"corpus '{corpus}': expected a text, found the empty file {path}; name another file");
        if (bytes.Contains((byte)0))
            throw new CorpusException($"corpus '{corpus}': expected UTF-8 text, found a zero byte in {path} (a binary file, or UTF-16); " +
                "convert it with iconv -t UTF-8");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException wrong)
        {
            throw new CorpusException($"corpus '{corpus}': expected UTF-8 text, found byte 0x{wrong.BytesUnknown?.FirstOrDefault():X2} " +
                $"at position {wrong.Index} of {path}; "
                + "convert it with iconv -t UTF-8", wrong);
        }
    }
}
