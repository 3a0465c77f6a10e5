using System.Numerics;

namespace Sweep.Search.Randomness;

/// <summary>A reproducible random generator: the same seed gives the same numbers on every machine and in every version of
/// the runtime.</summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its 256 bits of state filled from the
/// seed by SplitMix64 as its authors advise. <c>System.Random</c> promises neither. Not for secrets; not safe for use by two threads.
/// </remarks>
public sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>A generator that starts from a seed; every value is allowed.</summary>
    public SeededRandom(long seed)
    {
        var x = unchecked((ulong)seed);
        (s0, s1, s2, s3) = (SplitMix(ref x), SplitMix(ref x), SplitMix(ref x), SplitMix(ref x));
    }

    /// <summary>A generator that goes on where <see cref="State"/> was read.</summary>
    /// <exception cref="ArgumentException">Not four words, or all of them 0.</exception>
    public SeededRandom(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4 || !state.ContainsAnyExcept(0UL))
            throw new ArgumentException(
                $"expected the 4 words of a generator's state, not all 0; found {state.Length} words", nameof(state));
        (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3]);
    }

    /// <summary>The four words that determine every later number.</summary>
    public IReadOnlyList<ulong> State => [s0, s1, s2, s3];

    /// <summary>A seed for a sub-stream, for example <c>Derive(trialSeed, epoch)</c>:
    /// different paths give unrelated streams, equal paths equal ones.</summary>
    /// <param name="seed">Seed of the parent stream.</param>
    /// <param name="path">Numbers that name the sub-stream; their order counts.</param>
    public static long Derive(long seed, params ReadOnlySpan<long> path)
    {
        var hash = Mix(unchecked((ulong)seed + Golden));
        foreach (var step in path) hash = Mix(unchecked((hash * 3) + Mix(unchecked((ulong)step + Golden)) + Golden));
        return unchecked((long)hash);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform whole number in [0, maxExclusive), without bias (Lemire,
    /// "Fast random integer generation in an interval", 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);
        var range = (ulong)maxExclusive;
        var rejectBelow = unchecked(0 - range) % range;
        ulong high, low;
        do high = Math.BigMul(NextUInt64(), range, out low);
        while (low < rejectBelow);
        return (int)high;
    }

    /// <summary>A standard normal number (Box and Muller, 1958); takes exactly two draws, so that streams stay aligned.</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items in a uniformly random order (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong SplitMix(ref ulong x) => Mix(x = unchecked(x + Golden));

    /// <summary>The finaliser of SplitMix64.</summary>
    public static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
