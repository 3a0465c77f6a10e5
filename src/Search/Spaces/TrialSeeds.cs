using Sweep.Search.Randomness;

namespace Sweep.Search.Spaces;

/// <summary>The random streams of a trial, all derived from its one seed. Equal seeds pair replicates across configurations.</summary>
/// <remarks>
/// Every stream is a function of the seed and of a place in the training (epoch, batch), never of what was drawn before. So nothing random
/// has to be stored to go on in the middle of an epoch, on a GPU neither, whose generator state cannot be read here.
/// </remarks>
public readonly record struct TrialSeeds(long Seed)
{
    /// <summary>Seed of every trial with this replicate number, from 0, by the seed of the sweep: the same for each configuration, so that
    /// comparisons between them are paired.</summary>
    public static long Of(long sweepSeed, int replicate) => SeededRandom.Derive(sweepSeed, Streams.Replicate, replicate);

    /// <summary>Seed of libtorch's generator for the initial parameters.</summary>
    public long Initial => SeededRandom.Derive(Seed, 0);

    /// <summary>Seed of the batches' order.</summary>
    public long Data => SeededRandom.Derive(Seed, 1);

    /// <summary>Seed of libtorch's generator for the dropout of one step.</summary>
    public long Dropout(int epoch, int batch) => SeededRandom.Derive(Seed, 2, epoch, batch);

    /// <summary>Seed of the places of one epoch where back-propagation is cut.</summary>
    public long Cuts(int epoch) => SeededRandom.Derive(Seed, 3, epoch);

    /// <summary>Seed of the places of one batch where a decoder reads the right token.</summary>
    public long Teaching(int epoch, int batch) => SeededRandom.Derive(Seed, 16, epoch, batch);
}

/// <summary>First steps of the paths under a sweep's seed, so that no two uses share random numbers.</summary>
public static class Streams
{
    /// <summary>Choice of configurations.</summary>
    public const long Sampler = 1;

    /// <summary>Seeds of trials, one for each replicate.</summary>
    public const long Replicate = 2;

    /// <summary>Choice of parents and configurations when trials fork.</summary>
    public const long Fork = 3;

    /// <summary>Values that a user's configurations leave open.</summary>
    public const long Enqueue = 4;
}
