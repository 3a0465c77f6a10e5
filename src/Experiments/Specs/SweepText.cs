using System.Text;

namespace Sweep.Experiments.Specs;

/// <summary>Tells text from everything else.</summary>
internal static class SweepText
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The text of a file's bytes, without a byte order mark; null with an error when they are not UTF-8 text.</summary>
    public static (string? Text, SpecError? Error) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return (null, new(1, 1, "the file is UTF-16 text: save it as UTF-8"));
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0) return (null, Place(bytes[..zero]).Error(
            $"not a text file: byte {zero} is 0, so this is something binary; expected a sweep file in YAML"));
        try
        {
            return (Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException e)
        {
            var at = Place(bytes[..Math.Clamp(e.Index, 0, bytes.Length)]);
            return (null, at.Error(
                $"not UTF-8 text: byte 0x{e.BytesUnknown?.FirstOrDefault():X2} here; save the file as UTF-8, or is it something binary?"));
        }
    }

    /// <summary>The place right behind these bytes.</summary>
    private static SpecPosition Place(ReadOnlySpan<byte> before) =>
        new(1 + before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n'));

    /// <summary>The first character that no text holds; null when there is none.</summary>
    public static (SpecPosition At, string Message)? FirstBadCharacter(string text)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') (line, start) = (line + 1, i + 1);
            var isLone = char.IsSurrogate(c) && !(char.IsHighSurrogate(c) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                : i > 0 && char.IsHighSurrogate(text[i - 1]));
            if (isLone || (char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\u0085')))
            {
                return (new(line, i - start + 1),
                    $"the character U+{(int)c:X4} is not text: is this something binary? Expected a sweep file in YAML");
            }
        }

        return null;
    }
}
