namespace Sweep.Cluster.Tests;

/// <summary>A language-model sweep that takes a few seconds:
/// every cell, both samplings, with dropout so that torch's generator matters.</summary>
internal static class SmallSweep
{
    public const int Trials = 6;
    public const int Epochs = 6;

    public const string Yaml = """
        name: small
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          cell: [rnn, gru, lstm]
          sampling: [random, sequential]
          corpus: grammar
          grammar_length: 12000
          token: char
          layers: 2
          dropout: 0.2
          hidden: 48
          num_steps: 20
          batch_size: 16
          optimizer: adam
          lr: 0.01
          epochs: 6
        """;
}
