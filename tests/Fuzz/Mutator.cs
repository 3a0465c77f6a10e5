using System.Text;
using Sweep.Search.Randomness;

namespace Sweep.Testing.Fuzz;

/// <summary>Changes real inputs a little: their bytes, their words, their lines and keys. Equal generators give equal inputs.</summary>
/// <param name="inputs">Real inputs, at least one.</param>
/// <param name="words">What their language is made of, and what is hard about it, at least one.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> inputs, IReadOnlyList<string> words)
{
    private const int Longest = 20_000;

    private static readonly Encoding Utf8 = new UTF8Encoding(false);

    private readonly byte[][] words =
        [.. words.Select(Utf8.GetBytes), [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]];

    /// <summary>A real input with one change or a few.</summary>
    public byte[] Next(SeededRandom random)
    {
        var bytes = Any(inputs, random);
        var changes = random.NextInt(16) == 0 ? 20 : 1 + random.NextInt(4);
        for (var i = 0; i < changes; i++) bytes = Change(bytes, random);
        return bytes.Length <= Longest ? bytes : bytes[..Longest];
    }

    private byte[] Change(byte[] bytes, SeededRandom random) => random.NextInt(3) switch
    {
        0 => ChangeBytes(bytes, random),
        1 => ChangeWords(bytes, random),
        _ => ChangeLines(bytes, random),
    };

    private byte[] ChangeBytes(byte[] bytes, SeededRandom random)
    {
        var (start, end) = Range(bytes.Length, random);
        switch (random.NextInt(6))
        {
            case 0:
                return Replace(bytes, start, Math.Min(start + 1, bytes.Length), start < bytes.Length
                    ? [(byte)(bytes[start] ^ (1 << random.NextInt(8)))] : []);
            case 1:
                return Replace(bytes, start, start, [(byte)random.NextInt(256)]);
            case 2:
                return Replace(bytes, start, end, []);
            case 3:
                return Replace(bytes, random.NextInt(bytes.Length + 1), null, bytes[start..end]);
            case 4:
                var other = Any(inputs, random);
                return [.. bytes[..start], .. other[random.NextInt(other.Length + 1)..]];
            default:
                return Replace(bytes, start, end, [.. Enumerable.Range(0, 1 + random.NextInt(8)).Select(_ => (byte)random.NextInt(256))]);
        }
    }

    private byte[] ChangeWords(byte[] bytes, SeededRandom random)
    {
        var (start, end) = Word(bytes, random.NextInt(bytes.Length + 1));
        var word = Any(words, random);
        switch (random.NextInt(6))
        {
            case 0:
                return Replace(bytes, start, null, word);
            case 1:
                return Replace(
                    bytes, start, end, Repeated(word, random.NextInt(8) == 0 ? 1 + random.NextInt(1000) : 1 + random.NextInt(3)));
            case 2:
                var (otherStart, otherEnd) = Word(bytes, random.NextInt(bytes.Length + 1));
                return Replace(bytes, start, end, bytes[otherStart..otherEnd]);
            case 3:
                return Replace(bytes, end, null, word);
            default:
                return Replace(bytes, start, end, word);
        }
    }

    private byte[] ChangeLines(byte[] bytes, SeededRandom random)
    {
        var lines = Lines(bytes);
        var at = random.NextInt(lines.Count);
        var line = lines[at];
        switch (random.NextInt(8))
        {
            case 0:
                lines.RemoveRange(at, Math.Min(1 + random.NextInt(3), lines.Count - at));
                break;
            case 1:
                lines.Insert(random.NextInt(lines.Count + 1), line);
                break;
            case 2:
                lines.RemoveAt(at);
                lines.Insert(random.NextInt(lines.Count + 1), Indented(line, 2 * random.NextInt(5)));
                break;
            case 3:
                lines[at] = Indented(line, random.NextInt(7));
                break;
            case 4:
                lines[at] = Swapped(line);
                break;
            case 5:
                lines[at] = [.. Key(line), .. Any(words, random)];
                break;
            case 6:
                lines[at] = [.. Key(line), .. Value(lines[random.NextInt(lines.Count)])];
                break;
            default:
                lines.Insert(at, [.. Indentation(line), .. Any(words, random), (byte)':', (byte)' ', .. Any(words, random)]);
                break;
        }

        return [.. lines.SelectMany((other, i) => i == 0 ? other : (byte[])[(byte)'\n', .. other])];
    }

    private static T Any<T>(IReadOnlyList<T> items, SeededRandom random) => items[random.NextInt(items.Count)];

    private static byte[] Repeated(byte[] word, int times) => [.. Enumerable.Repeat(word, times).SelectMany(same => same)];

    private static byte[] Replace(byte[] bytes, int start, int? end, byte[] by) => [.. bytes[..start], .. by, .. bytes[(end ?? start)..]];

    private static (int Start, int End) Range(int length, SeededRandom random)
    {
        var start = random.NextInt(length + 1);
        return (start, Math.Min(length, start + 1 + random.NextInt(random.NextInt(4) == 0 ? 100 : 8)));
    }

    private static (int Start, int End) Word(byte[] bytes, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && IsWord(bytes[start - 1])) start--;
        while (end < bytes.Length && IsWord(bytes[end])) end++;
        return (start, end);
    }

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'.' or (byte)'-';

    private static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        var start = 0;
        for (var end = 0; end <= bytes.Length; end++)
        {
            if (end < bytes.Length && bytes[end] != '\n') continue;
            lines.Add(bytes[start..end]);
            start = end + 1;
        }

        return lines;
    }

    private static byte[] Indentation(byte[] line) => line[..line.TakeWhile(value => value == ' ').Count()];

    private static byte[] Indented(byte[] line, int spaces) =>
        [.. Enumerable.Repeat((byte)' ', spaces), .. line.SkipWhile(value => value == ' ')];

    private static int Colon(byte[] line) => Array.IndexOf(line, (byte)':');

    private static byte[] Key(byte[] line) => Colon(line) is >= 0 and var colon ? [.. line[..(colon + 1)], (byte)' '] : Indentation(line);

    private static byte[] Value(byte[] line) => [.. line[(Colon(line) + 1)..].SkipWhile(value => value == ' ')];

    private static byte[] Swapped(byte[] line) => Colon(line) is >= 0 and var colon
        ? [.. Indentation(line), .. Value(line), (byte)':', (byte)' ', .. line[..colon].SkipWhile(value => value == ' ')]
        : line;
}
