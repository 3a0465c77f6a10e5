using System.Text;
using Sweep.Search.Randomness;

namespace Sweep.Bench.Search.Functions;

/// <summary>Random numbers that are a function of their keys alone, equal in every language: noise and durations.</summary>
public static class KeyedRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>One step and the finaliser of SplitMix64.</summary>
    public static ulong Mix(ulong z) => SeededRandom.Mix(unchecked(z + Golden));

    /// <summary>A name as a key: FNV-1a, 64 bits, of its UTF-8 bytes.</summary>
    public static ulong Key(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }

    /// <summary>A uniform number, strictly between 0 and 1, an odd multiple of 2^-53.</summary>
    /// <param name="keys">Numbers that name it; their order counts.</param>
    public static double Uniform(params ReadOnlySpan<ulong> keys) => Share(Hash(keys));

    /// <summary>A standard normal number (Box and Muller, 1958) of the uniform ones with keys 1 and 2 appended.</summary>
    /// <param name="keys">Numbers that name it; their order counts.</param>
    public static double Normal(params ReadOnlySpan<ulong> keys)
    {
        var hash = Hash(keys);
        return Math.Sqrt(-2 * Math.Log(Share(Mix(hash ^ 1)))) * Math.Cos(2 * Math.PI * Share(Mix(hash ^ 2)));
    }

    private static ulong Hash(ReadOnlySpan<ulong> keys)
    {
        var hash = 0UL;
        foreach (var key in keys) hash = Mix(hash ^ key);
        return hash;
    }

    private static double Share(ulong hash) => ((hash >> 12) + 0.5) / (1UL << 52);
}
