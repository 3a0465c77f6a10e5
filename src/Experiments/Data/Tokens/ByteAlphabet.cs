using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>A printable character for each byte, as GPT-2 has them: bytes that Latin-1 prints stand for themselves, the others for the
/// characters from U+0100 on.</summary>
/// <remarks>Radford et al. 2019, bytes_to_unicode in encoder.py.</remarks>
public static class ByteAlphabet
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 256;

    private const int FirstStandIn = 0x100;
    private static readonly char[] Chars = Make();
    private static readonly Dictionary<char, byte> Bytes =
        Chars.Select((character, value) => (character, (byte)value)).ToDictionary(p => p.character, p => p.Item2);

    /// <summary>All of them, by byte.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Chars.Select(character => character.ToString())];

    /// <summary>All of them in the order of their characters, in which tokenizers number them.</summary>
    public static IReadOnlyList<string> Sorted { get; } = [.. Chars.Order().Select(character => character.ToString())];

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => Chars[value];

    /// <summary>The bytes that a type spells; null when one of its characters stands for none.</summary>
    public static byte[]? TryBytes(string type)
    {
        var bytes = new byte[type.Length];
        for (var i = 0; i < bytes.Length; i++) if (!Bytes.TryGetValue(type[i], out bytes[i])) return null;
        return bytes;
    }

    /// <summary>The text that types spell; bytes that are no UTF-8 become the replacement character.</summary>
    public static string Text(IEnumerable<string> types) =>
        Encoding.UTF8.GetString([.. types.SelectMany(type => TryBytes(type) ?? Encoding.UTF8.GetBytes(type))]);

    private static char[] Make()
    {
        var chars = new char[Size];
        var next = FirstStandIn;
        for (var value = 0; value < Size; value++)
            chars[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return chars;
    }
}
