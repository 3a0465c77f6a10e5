using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class SweepSpecReaderTests
{
    private const string Cells = """
        name: cells
        description: Which recurrent cell, and does depth help?
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        replicates: 2
        parameters:
          cell: [rnn, gru, lstm]
          layers: [1, 2]
          corpus: grammar
          hidden: 256
          lr: 0.5
          epochs: 30
        """;

    [Fact]
    public void Reads_the_file_of_the_readme()
    {
        var spec = Good(Cells);

        Assert.Equal("cells", spec.Name);
        Assert.Equal("Which recurrent cell, and does depth help?", spec.Description);
        Assert.Equal("language-model", spec.Experiment);
        Assert.Equal("val_perplexity", spec.Metric);
        Assert.False(spec.Maximize);
        Assert.Equal(2, spec.Replicates);
        Assert.Equal(2, spec.Retries);
        Assert.Equal(Cells, spec.Yaml);
        Assert.Equal(6, spec.Sampler.Count);
        Assert.Equal("cell=rnn layers=1 corpus=grammar hidden=256 lr=0.5 epochs=30", Configurations(spec)[0]);
        Assert.Equal("cell=rnn layers=2 corpus=grammar hidden=256 lr=0.5 epochs=30", Configurations(spec)[1]);
    }
}
