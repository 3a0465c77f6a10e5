using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models;
using Sweep.Models.Language;
using Sweep.Models.Reservoirs;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Reservoirs;

/// <summary>One trial of a reservoir: reads the training part and gathers the normal equations of the read-out, solves them, then reads it
/// again to choose the floor of the outputs and to score it.</summary>
internal sealed class ReservoirSession : ITrainingSession, ICheckpointed
{
    /// <summary>Names of the trained numbers in a checkpoint.</summary>
    public const string Readout = "model.readout", Floor = "model.floor";

    private readonly LanguageModelTrial trial;
    private readonly Reservoir reservoir;
    private readonly RidgeReadout readout;
    private readonly EvaluationBatches text;
    private readonly EvaluationBatches tail;
    private readonly Tensor floor;
    private readonly Tensor losses;
    private readonly EvaluationBatches? test;
    private RecurrentState state;

    public ReservoirSession(LanguageModelTrial trial, bool isSpiking)
    {
        this.trial = trial;
        var (units, device) = (trial.Options.Hidden, trial.Device);
        reservoir = ReservoirTrialOptions.Of(trial.Options).Draw(units, Vocabulary, isSpiking, trial.Seeds.Initial, device);
        readout = new RidgeReadout(units, Vocabulary, device);
        // Read as the tail is: its first tokens warm the first row up.
        var train = trial.Corpus.Train;
        var first = 1 + Math.Min(EvaluationPlan.DefaultWarmUp, (train.Length - 1) / 2);
        text = new EvaluationBatches(train[..first], train[first..], device);
        tail = new EvaluationBatches(trial.Corpus, device);
        if (trial.HasTest) test = new EvaluationBatches(trial.Corpus.Validation, trial.Corpus.Test, device);
        state = reservoir.ZeroState(text.Rows);
        floor = zeros([], float64, device);
        losses = zeros(FlooredOutputs.Floors.Count, float64, device);
    }

    public int Epochs => 1;
    public int? Classes => Vocabulary;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors =>
    [
        (Readout, readout.Weights), (Floor, floor),
        ("sums.products", readout.Products), ("sums.targets", readout.Targets), ("sums.losses", losses),
        .. state.Named().Select(one => ($"state.{one.Name}", one.Tensor)),
    ];

    private int Vocabulary => trial.Corpus.Vocabulary.Count;

    /// <summary>Steps of two readings, and the solution between them.</summary>
    private int Steps => (2 * text.Count) + 1;

    public TrialCheckpoint Describe(TrialCheckpoint head) => trial.Describe(head, LanguageModel.TorchKind(trial.Device));

    public MadeBy Describe(MadeBy worker) => trial.Describe(worker, LanguageModel.TorchKind(trial.Device));

    public (int Steps, long Tokens) BeginEpoch(int epoch) => (Steps, text.Predictions);

    public void Step(int step)
    {
        if (step < text.Count)
        {
            Read(step, readout.Add);
        }
        else if (step == text.Count)
        {
            Solve();
            state.Zero();
        }
        else
        {
            Read(step - text.Count - 1, AddLosses);
            if (step == Steps - 1) Choose();
        }
    }

    public double TrainLoss(int steps)
    {
        if (steps < Steps) return Math.Log(Vocabulary); // Not fitted, or not scored: as if it guessed.
        return losses.min().item<double>() / text.Predictions;
    }

    public double? Evaluate(Func<bool> goOn) => trial.Evaluate(() => MeanNats(tail, goOn), () => MeanNats(test!, goOn));

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
        trial.Metrics(1, trainLoss, heldOutLoss, tokensPerSecond);

    public void Dispose()
    {
        reservoir.Dispose();
        readout.Dispose();
        text.Dispose();
        tail.Dispose();
        test?.Dispose();
        state.Dispose();
        floor.Dispose();
        losses.Dispose();
    }

    private double? MeanNats(EvaluationBatches scored, Func<bool> goOn)
    {
        using var scope = NewDisposeScope();
        var chosen = floor.item<double>();
        var nats = zeros([], float64, trial.Device);
        var now = reservoir.ZeroState(scored.Rows);
        for (var k = 0; k < scored.Count; k++)
        {
            if (!goOn()) return null;
            now = Read(scored, k, now, (seen, targets) =>
            {
                using var sum = FlooredOutputs.SumNats(readout.Outputs(seen), targets, chosen);
                nats.add_(sum, LastingScalars.One);
            });
        }

        return nats.item<double>() / scored.Predictions;
    }

    private void Solve()
    {
        try
        {
            readout.Solve(ReservoirTrialOptions.Of(trial.Options).Ridge);
        }
        catch (ArithmeticException e)
        {
            throw new TrialException(AttemptOutcome.BadInput, $"ridge: {e.Message}", e);
        }
    }

    private void AddLosses(Tensor seen, Tensor targets)
    {
        using var outputs = readout.Outputs(seen);
        using var sums = stack(FlooredOutputs.Floors.Select(one => FlooredOutputs.SumNats(outputs, targets, one)));
        losses.add_(sums, LastingScalars.One);
    }

    private void Choose()
    {
        using var scope = NewDisposeScope();
        using TorchSharp.Scalar chosen = FlooredOutputs.Floors[(int)losses.argmin().item<long>()];
        floor.fill_(chosen);
    }

    private void Read(int batch, Action<Tensor, Tensor> use)
    {
        var next = Read(text, batch, state, use);
        state.Dispose();
        state = next.DetachFromDisposeScope();
    }

    /// <summary>Reads a window and uses what is seen before each token that is scored.</summary>
    private RecurrentState Read(EvaluationBatches batches, int k, RecurrentState before, Action<Tensor, Tensor> use)
    {
        using var scope = NewDisposeScope();
        var batch = batches[k];
        var (seen, after) = reservoir.Read(batch.X, before);                                    // (T, B, N)
        var (rows, targets, scored) = (seen.view(-1, reservoir.Units), batch.Y.reshape(-1), batches.Scored(k));
        if (scored.Length == targets.shape[0])
        {
            use(rows, targets);
        }
        else if (scored.Length > 0)
        {
            var places = DeviceTensor.Int64<long>(scored, trial.Device);
            use(rows.index_select(0, places), targets.index_select(0, places));
        }

        return after.MoveToOuterDisposeScope();
    }
}
