namespace Sweep.Cluster.Tests.Chaos;

/// <summary>Sixty short trials: every cell, both samplings, dropout and momentum, so that a checkpoint that lost anything would show.</summary>
internal static class ChaosSweep
{
    public const int Trials = 60;
    public const int Epochs = 5;

    public const string Yaml = """
        name: storm
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        replicates: 10
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
