using System.Text;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Data.Files;

/// <summary>Reads a user's UTF-8 file whole, to cut it into lines of one kind.</summary>
/// <param name="kind">Parameter that names it, for messages: <c>pairs</c>.</param>
/// <param name="path">As the sweep file has it.</param>
/// <param name="baseFolder">Absolute folder against which it is resolved.</param>
internal sealed class WholeTextFile(string kind, string path, string baseFolder)
{
    public const int MaxBytes = 1 << 28;

    /// <summary>What tells one state of the file from another; empty where no file can have the path.</summary>
    public string Stamp()
    {
        try
        {
            return $"{FileStamp.Of(Path.GetFullPath(path, baseFolder))}";
        }
        catch (ArgumentException)
        {
            return ""; // Reading it says so in words.
        }
    }

    /// <summary>The file's text, and the SHA-256 of its bytes.</summary>
    /// <exception cref="CorpusException">It cannot be read, or is no UTF-8.</exception>
    public (string Text, string Sha256) Read(string expected, string wayOut)
    {
        var bytes = Bytes(expected, wayOut);
        return (Text(bytes), CorpusCatalog.Hash(bytes));
    }

    private byte[] Bytes(string expected, string wayOut)
    {
        try
        {
            return RegularFile.ReadBytes(Path.GetFullPath(path, baseFolder), MaxBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CorpusException(
                $"{kind} '{path}': expected {expected} of at most {MaxBytes} bytes, cannot read it: {refused.Message}; {wayOut}", refused);
        }
    }

    private string Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException wrong)
        {
            var before = bytes.AsSpan(0, Math.Max(0, wrong.Index));
            var (line, column) = (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
            throw new CorpusException($"{kind} '{path}', line {line}, byte {column}: expected UTF-8 text, found byte " +
                $"0x{wrong.BytesUnknown?.FirstOrDefault():X2}; convert the file with iconv -t UTF-8", wrong);
        }
    }
}
