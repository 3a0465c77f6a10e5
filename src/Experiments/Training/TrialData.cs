using Sweep.Experiments.Data;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>A trial's corpus and its batches on the device. Owns the batches.</summary>
public sealed class TrialData : IDisposable
{
    /// <summary>Uploads a corpus.</summary>
    /// <param name="corpus">Long enough for one batch.</param>
    /// <param name="shape">Size of the batches.</param>
    /// <param name="device">Where the model lives.</param>
    public TrialData(Corpus corpus, BatchShape shape, Device device)
    {
        Corpus = corpus;
        Training = new TrainingBatches(corpus.Train, shape, device);
        Tail = new EvaluationBatches(corpus, device);
    }

    /// <summary>The corpus.</summary>
    public Corpus Corpus { get; }

    /// <summary>Batches of its training part.</summary>
    public TrainingBatches Training { get; }

    /// <summary>Its held-out tail.</summary>
    public EvaluationBatches Tail { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Training.Dispose();
        Tail.Dispose();
    }
}
