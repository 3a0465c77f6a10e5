using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace OwnExperiment;

/// <summary>One trial. What changes while it runs is in <see cref="Arrays"/>, so it goes on from a checkpoint to the last bit.</summary>
internal sealed class ValleySession : ITrainingSession, ICheckpointedArrays
{
    private readonly double[] place = [1, 1, 1, 1, 1];
    private readonly double[] speed = new double[5];
    private readonly double lr;
    private readonly double momentum;

    public ValleySession(TrialContext trial, ConfigValues config)
    {
        (Epochs, lr, momentum) = (config.Integer("epochs"), config.Real("lr"), config.Real("momentum"));
        var random = new SeededRandom(new TrialSeeds(trial.Order.Seed).Initial);
        for (var k = 0; k < place.Length; k++) place[k] += config.Real("noise") * random.NextGaussian();
    }

    public int Epochs { get; }

    public IEnumerable<(string Name, Array Numbers)> Arrays => [("model.place", place), ("speed", speed)];

    public (int Steps, long Tokens) BeginEpoch(int epoch) => (5, 0);

    public void Step(int step)
    {
        for (var k = 0; k < place.Length; k++)
        {
            speed[k] = momentum * speed[k] - lr * Steepness(k) * place[k];
            place[k] += speed[k];
        }
    }

    // NaN or infinite: the trial ends as diverged.
    public double TrainLoss(int steps) => place.Select((x, k) => Steepness(k) * x * x / 2).Sum();

    public double? Evaluate(Func<bool> goOn) => TrainLoss(5);

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
        new Dictionary<string, double> { ["height"] = heldOutLoss, ["distance"] = Math.Sqrt(place.Sum(x => x * x)) };

    public void Dispose()
    {
    }

    private static double Steepness(int k) => Math.Pow(10, k / 2.0);
}
