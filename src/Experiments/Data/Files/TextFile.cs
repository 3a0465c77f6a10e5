using System.Security.Cryptography;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data.Files;

/// <summary>A text file that was read once from its start to its end: it is UTF-8, and this is its content.</summary>
internal sealed class TextFile
{
    /// <exception cref="CorpusException">It cannot be read, or is no UTF-8 text.</exception>
    public TextFile(string corpus, string path, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var _ in new FilePiece(corpus, path).Chars(bytes =>
        {
            hash.AppendData(bytes.Span);
            Bytes += bytes.Length;
        })) cancel.ThrowIfCancellationRequested();
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        Piece = new FilePiece(corpus, path, Sha256);
    }

    /// <summary>The file, to be read again; refuses to end as another text.</summary>
    public TextPiece Piece { get; }

    /// <summary>Of its bytes, in lower-case hex.</summary>
    public string Sha256 { get; }

    public long Bytes { get; private set; }
}
