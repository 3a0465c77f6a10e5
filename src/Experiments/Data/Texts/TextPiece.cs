using System.Security.Cryptography;
using System.Text;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Data.Texts;

/// <summary>A text, or a file of one, that can be read again and again in pieces. Immutable.</summary>
public abstract class TextPiece
{
    /// <summary>Its UTF-16 text from the start; each piece is valid until the next one is asked for.</summary>
    /// <exception cref="CorpusException">It cannot be read.</exception>
    internal abstract IEnumerable<ReadOnlyMemory<char>> Chars();
}

/// <summary>A text in memory.</summary>
internal sealed class StringPiece(string text) : TextPiece
{
    internal override IEnumerable<ReadOnlyMemory<char>> Chars() => [text.AsMemory()];
}

/// <summary>A UTF-8 file.</summary>
/// <param name="corpus">Name of the corpus, for messages.</param>
/// <param name="path">Absolute path.</param>
/// <param name="sha256">What the bytes must hash to whenever they are read to the end, in lower-case hex; null = not known yet.</param>
internal sealed class FilePiece(string corpus, string path, string? sha256 = null) : TextPiece
{
    private const int Chunk = 1 << 16;

    public string Path => path;

    internal override IEnumerable<ReadOnlyMemory<char>> Chars() => sha256 is null ? Chars(null) : Confirmed(sha256);

    /// <summary>The same, and shows every byte of the file in order; null = nobody.</summary>
    internal IEnumerable<ReadOnlyMemory<char>> Chars(Action<ReadOnlyMemory<byte>>? bytes)
    {
        using var file = Open();
        var (buffer, chars) = (new byte[Chunk], new char[Chunk + 1]);
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        for (long position = 0; ;)
        {
            var count = Read(file, buffer);
            bytes?.Invoke(buffer.AsMemory(0, count));
            var written = Decode(decoder, buffer.AsSpan(0, count), chars, position);
            if (written > 0) yield return chars.AsMemory(0, written);
            if (count == 0) yield break;
            position += count;
        }
    }

    private IEnumerable<ReadOnlyMemory<char>> Confirmed(string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var chars in Chars(bytes => hash.AppendData(bytes.Span))) yield return chars;
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != expected) throw ChangedCorpus.WhileRead(corpus);
    }

    private int Decode(Decoder decoder, ReadOnlySpan<byte> bytes, char[] chars, long position)
    {
        if (bytes.IndexOf((byte)0) is >= 0)
            throw new CorpusException($"corpus '{corpus}': expected UTF-8 text, found a zero byte in {path} (a binary file, or UTF-16); " +
                "convert it with iconv -t UTF-8");
        try
        {
            return decoder.GetChars(bytes, chars, flush: bytes.IsEmpty);
        }
        catch (DecoderFallbackException wrong)
        {
            throw new CorpusException($"corpus '{corpus}': expected UTF-8 text, found byte 0x{wrong.BytesUnknown?.FirstOrDefault():X2} " +
                $"at position {position + wrong.Index} of {path}; "
                + "convert it with iconv -t UTF-8", wrong);
        }
    }

    private FileStream Open()
    {
        try
        {
            RegularFile.Require(path);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(refused);
        }
    }

    private int Read(FileStream file, byte[] buffer)
    {
        try
        {
            return file.Read(buffer);
        }
        catch (IOException failed)
        {
            throw Unreadable(failed);
        }
    }

    private CorpusException Unreadable(Exception why) =>
        new($"corpus '{corpus}': cannot read {path}: {why.Message}; make it readable", why);
}
