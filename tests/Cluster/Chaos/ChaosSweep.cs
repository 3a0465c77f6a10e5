namespace Sweep.Cluster.Tests.Chaos;

/// <summary>Short trials, sixty or more: every cell, both samplings, dropout and momentum,
/// so that a checkpoint that lost anything would show.</summary>
internal static class ChaosSweep
{
    public const int Epochs = 5;

    private const int ShortStorm = 14;

    /// <summary>Faults of the storm that hit somebody: 14, or what <c>SWEEP_CHAOS_FAULTS</c> says.</summary>
    public static int Faults { get; } = int.TryParse(Environment.GetEnvironmentVariable("SWEEP_CHAOS_FAULTS"), out var faults) ? faults
        : ShortStorm;

    /// <summary>The sixty trials of a short storm may be over before its last faults; a long storm has its whole number.</summary>
    public static int FaultsAtLeast { get; } = Faults > ShortStorm ? Faults : Math.Min(Faults, 8);

    /// <summary>Enough trials that the storm does not outlast them.</summary>
    public static int Replicates { get; } = 10 * Math.Max(1, Faults / 16);

    public static int Trials => 6 * Replicates;

    public static string Yaml => $$"""
        name: storm
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        replicates: {{Replicates}}
        parameters:
          cell: [rnn, gru, lstm]
          sampling: [random, sequential]
          corpus: grammar
          grammar_length: 12000
          token: char
          layers: 2
          dropout: 0.2
          hidden: 32
          num_steps: 20
          batch_size: 16
          optimizer: adam
          lr: 0.01
          epochs: 5
        """;
}
