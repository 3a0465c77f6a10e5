using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Trees;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Trees;

/// <summary>One trial of the <c>tree</c> experiment: learns the labels of trees, evaluated on held-out ones.</summary>
internal sealed class TreeSession : ITrainingSession, ICheckpointed
{
    private readonly TreeTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly TreeSet trees;
    private readonly Device device;
    private readonly TreeState state;
    private readonly int[] order;
    private List<(IReadOnlyList<TreeExample> Examples, TreeBatch Batch)>? heldOut;
    private TreeTally? tally;
    private int epoch;

    /// <param name="start">What to train.</param>
    /// <param name="catalog">Where trees come from.</param>
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
        state = new TreeState(options, options.Model(trees.Vocabulary.Count, trees.Classes), seeds, device);
        order = new int[trees.Train.Count];
    }

    public int Epochs => options.Epochs;

    public int? Classes => trees.Classes;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors => state.Tensors;

    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long> { ["optimizer_steps"] = state.OptimizerSteps };
        set => state.OptimizerSteps = value["optimizer_steps"];
    }

    private string Engine => Sweep.Models.Language.LanguageModel.TorchKind(device);

    public TrialCheckpoint Describe(TrialCheckpoint head) =>
        (head with { CorpusSha256 = trees.Sha256, Engine = Engine }).With("vocabulary", trees.Vocabulary.Types);

    public MadeBy Describe(MadeBy worker) => LanguageModelTrial.Describe(worker, Engine, device);

    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        this.epoch = epoch;
        for (var place = 0; place < order.Length; place++) order[place] = place;
        new SeededRandom(SeededRandom.Derive(seeds.Data, epoch)).Shuffle<int>(order);
        return ((order.Length + options.BatchSize - 1) / options.BatchSize, trees.TrainLeaves);
    }

    public void Step(int step)
    {
        var places = order.AsSpan(step * options.BatchSize, Math.Min(options.BatchSize, order.Length - (step * options.BatchSize)));
        var chosen = new List<BinaryTree>();
        foreach (var place in places) chosen.Add(trees.Train[place].Tree);
        using var batch = new TreeBatch(chosen, device, rootsOnly: options.Labels == TrainedNodes.Root);
        state.Step(batch, epoch, step);
    }

    public double TrainLoss(int steps) => state.SumOfBatchNats() / steps;

    public double? Evaluate(Func<bool> goOn)
    {
        heldOut ??= [.. trees.HeldOut.Chunk(TreeMemory.HeldOutTrees)
            .Select(chunk => ((IReadOnlyList<TreeExample>)chunk, new TreeBatch([.. chunk.Select(one => one.Tree)], device)))];
        tally = state.Evaluate(heldOut, goOn);
        return tally?.MeanNats;
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

    public void EndEpoch() => state.EndEpoch();

    public void Dispose()
    {
        heldOut?.ForEach(one => one.Batch.Dispose());
        state.Dispose();
    }

    /// <summary>Why reports have no metric to be ranked by; null when they have.</summary>
    private string? Missing(string metric) =>
        TreeMetrics.DepthOf(metric) is { } depth && trees.HeldOut.All(one => TreeMetrics.Counted(one.Depth) != depth)
            ? $"no held-out tree is of depth {depth}, so there is no {metric}; rank by {TreeMetrics.ValError}"
            : null;
}
