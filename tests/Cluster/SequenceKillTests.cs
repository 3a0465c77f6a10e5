namespace Sweep.Cluster.Tests;

/// <summary>What <see cref="KillTests"/> promises holds for encoder-decoders, too.</summary>
public sealed class SequenceKillTests
{
    internal const string Yaml = """
        name: pairs
        experiment: seq2seq
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          cell: [rnn, gru, lstm]
          attention: [additive, dot]
          task: reverse
          length: 8
          min_length: 3
          count: 1500
          teacher_forcing: 0.7
          layers: 2
          dropout: 0.2
          hidden: 32
          input: 16
          epochs: 6
        """;

    [Fact]
    public Task Killed_at_random_moments_and_resumed_gives_the_reports_of_an_undisturbed_run() =>
        Killing.ChangesNoReport("pairs", Yaml, trials: 6, epochs: 6, [(Victim.Worker, 1), (Victim.Both, 2)]);
}
