using System.Security.Cryptography;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data.Files;

/// <summary>A text file that was read once from its start to its end: it is UTF-8, and this is its content.</summary>
internal sealed class TextFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="corpus">Name of the corpus, for messages.</param>
    /// <param name="path">Absolute path.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="CorpusException">It cannot be read, or is no UTF-8 text.</exception>
    public TextFile(string corpus, string path, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new FilePiece(corpus, path);
        foreach (var _ in piece.Chars(bytes =>
        {
            hash.AppendData(bytes.Span);
            Bytes += bytes.Length;
        })) cancel.ThrowIfCancellationRequested();
        (Piece, Sha256) = (piece, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The file, to be read again.</summary>
    public TextPiece Piece { get; }

    /// <summary>SHA-256 of its bytes in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Its size.</summary>
    public long Bytes { get; private set; }
}
