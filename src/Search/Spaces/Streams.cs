namespace Sweep.Search.Spaces;

/// <summary>First steps of the paths under a sweep's seed, so that no two uses share random numbers.</summary>
public static class Streams
{
    /// <summary>Choice of configurations.</summary>
    public const long Sampler = 1;

    /// <summary>Seeds of trials, one for each replicate.</summary>
    public const long Replicate = 2;
}
