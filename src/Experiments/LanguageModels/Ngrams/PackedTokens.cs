using System.Numerics;

namespace Sweep.Experiments.LanguageModels.Ngrams;

/// <summary>A token stream in as few whole numbers as hold it: each token takes the bits of the largest one, and none crosses two
/// numbers. Pure.</summary>
internal static class PackedTokens
{
    /// <summary>Numbers for tokens below <paramref name="vocabulary"/>, their count in front.</summary>
    public static long[] Pack(ReadOnlySpan<int> tokens, int vocabulary)
    {
        var (bits, each) = Layout(vocabulary);
        var packed = new long[1 + ((tokens.Length + each - 1) / each)];
        packed[0] = tokens.Length;
        for (var i = 0; i < tokens.Length; i++) packed[1 + (i / each)] |= (long)tokens[i] << (i % each * bits);
        return packed;
    }

    /// <exception cref="InvalidDataException">The numbers are not those of such a stream.</exception>
    public static int[] Unpack(ReadOnlySpan<long> packed, int vocabulary)
    {
        var (bits, each) = Layout(vocabulary);
        if (packed.Length < 1 || packed[0] < 0 || (packed[0] + each - 1) / each != packed.Length - 1)
            throw new InvalidDataException("its tokens are not as many as they say");
        var tokens = new int[packed[0]];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (int)((packed[1 + (i / each)] >> (i % each * bits)) & ((1L << bits) - 1));
            if (tokens[i] >= vocabulary)
                throw new InvalidDataException($"its tokens go beyond its vocabulary: expected below {vocabulary}, found {tokens[i]}");
        }

        return tokens;
    }

    public static long Bytes(long tokens, int vocabulary)
    {
        var (_, each) = Layout(vocabulary);
        return sizeof(long) * (1 + ((tokens + each - 1) / each));
    }

    private static (int Bits, int Each) Layout(int vocabulary)
    {
        var bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, vocabulary - 1)) + 1);
        return (bits, 63 / bits);
    }
}
