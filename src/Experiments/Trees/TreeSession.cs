using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Trees;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Trees;

/// <summary>One trial of the <c>tree</c> experiment: learns the labels of trees, evaluated on held-out ones. Owns all that changes while it
/// trains: parameters, optimiser, the epoch's sum of losses.</summary>
internal sealed class TreeSession : ITrainingSession, ICheckpointed
{
    private readonly TreeTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly TreeSet trees;
    private readonly Device device;
    private readonly TreeModel model;
    private readonly ModelUpdater updater;
    private readonly Tensor sum;
    private int[] order = [];
    private List<(IReadOnlyList<TreeExample> Examples, TreeBatch Batch)>? heldOut;
    private TreeTally? tally;
    private int epoch;

    /// <exception cref="TrialException">The configuration cannot be trained, or its trees or its device cannot be had.</exception>
    public TreeSession(StartTrial start, TreeCatalog catalog)
    {
        options = TreeParameters.Read(start.Config, start.PathFolder);
        if (options.Contradictions().FirstOrDefault() is { } problem)
            throw new TrialException(AttemptOutcome.BadInput, problem.Message);
        seeds = new TrialSeeds(start.Seed);
        trees = catalog.Load(options.Trees, start.CorpusSha256);
        if (Missing(start.Metric) is { } missing) throw new TrialException(AttemptOutcome.BadInput, missing);
        device = LanguageModelTrial.DeviceOf(start);
        manual_seed(seeds.Initial);
        model = new TreeModel(options.Model(trees.Vocabulary.Count, trees.Classes), device);
        model.train();
        updater = new ModelUpdater(model, options.Rule, device);
        sum = zeros([], float64, device);
    }

    public int Epochs => options.Epochs;
    public int? Classes => trees.Classes;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors => updater.Named().Append(("sum", sum));

    public IReadOnlyDictionary<string, long> Counters { get => updater.Counters; set => updater.Counters = value; }

    private string Engine => Sweep.Models.Language.LanguageModel.TorchKind(device);

    public TrialCheckpoint Describe(TrialCheckpoint head) =>
        (head with { CorpusSha256 = trees.Sha256, Engine = Engine }).With("vocabulary", trees.Vocabulary.Types);

    public MadeBy Describe(MadeBy worker) => LanguageModelTrial.Describe(worker, Engine, device);

    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        this.epoch = epoch;
        order = [.. Enumerable.Range(0, trees.Train.Count)];
        new SeededRandom(SeededRandom.Derive(seeds.Data, epoch)).Shuffle<int>(order);
        return ((order.Length + options.BatchSize - 1) / options.BatchSize, trees.TrainLeaves);
    }

    public void Step(int step)
    {
        var chosen = order.Skip(step * options.BatchSize).Take(options.BatchSize).Select(place => trees.Train[place].Tree);
        using var batch = new TreeBatch([.. chosen], device, rootsOnly: options.Labels == TrainedNodes.Root);
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(epoch, step));
        var nats = model.TrainStep(batch);
        updater.Step();
        sum.add_(nats, LastingScalars.One);
    }

    public double TrainLoss(int steps) => sum.item<double>() / steps;

    public double? Evaluate(Func<bool> goOn)
    {
        heldOut ??= [.. trees.HeldOut.Chunk(TreeMemory.HeldOutTrees)
            .Select(chunk => ((IReadOnlyList<TreeExample>)chunk, new TreeBatch([.. chunk.Select(one => one.Tree)], device)))];
        tally = new TreeTally();
        model.eval();
        try
        {
            foreach (var (examples, batch) in heldOut)
            {
                if (!goOn()) return null;
                Add(tally, examples, batch);
            }

            return tally.MeanNats;
        }
        finally
        {
            model.train();
        }
    }

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [TreeMetrics.ValLoss] = heldOutLoss,
            [TreeMetrics.TrainLoss] = trainLoss,
        };
        tally!.Report(metrics);
        if (double.IsFinite(tokensPerSecond)) metrics[TreeMetrics.TokensPerSecond] = tokensPerSecond;
        return metrics;
    }

    public void EndEpoch() => sum.zero_();

    public void Dispose()
    {
        heldOut?.ForEach(one => one.Batch.Dispose());
        sum.Dispose();
        updater.Dispose();
        model.Dispose();
    }

    private void Add(TreeTally tally, IReadOnlyList<TreeExample> examples, TreeBatch batch)
    {
        using var scope = NewDisposeScope();
        var scores = model.Evaluate(batch);
        var (right, nats) = (scores.IsRight.cpu().data<bool>().ToArray(), scores.Nats.cpu().data<float>().ToArray());
        tally.AddNodes(right.Length, right.LongCount(isRight => isRight));
        var rowOf = batch.ScoredNodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (var (number, root) in batch.Roots.Index())
            tally.AddRoot(examples[number].Depth, right[rowOf[root]], nats[rowOf[root]]);
    }

    /// <summary>Why reports have no metric to be ranked by; null when they have.</summary>
    private string? Missing(string metric) =>
        TreeMetrics.DepthOf(metric) is { } depth && trees.HeldOut.All(one => TreeMetrics.Counted(one.Depth) != depth)
            ? $"no held-out tree is of depth {depth}, so there is no {metric}; rank by {TreeMetrics.ValError}"
            : null;
}
