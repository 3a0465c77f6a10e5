using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Memory;

namespace Sweep.Experiments.Trees;

/// <summary>The <c>tree</c> experiment: trains one recursive network to classify the nodes of trees.</summary>
internal sealed class TreeDefinition(TreeCatalog catalog) : IExperimentDefinition
{
    public const string Experiment = "tree";

    public string Name => Experiment;
    public IReadOnlyList<ParameterDefinition> Parameters => TreeParameters.Definitions;
    public IReadOnlyList<string> Metrics => TreeMetrics.All;

    // An error and not the accuracy: a sweep file that names no goal looks for the smallest value.
    public string DefaultMetric => TreeMetrics.ValError;
    public IReadOnlyList<string> Changeable { get; } = ["lr", "weight_decay", "clip", "dropout", "labels"];

    public IReadOnlyList<string> DataParameters { get; } =
        ["trees", "count", "depth", "arguments", "data_seed", "validation", "min_freq"];

    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder)
    {
        try
        {
            var options = TreeParameters.Read(config.ToJson(), baseFolder);
            var problems = options.Contradictions().ToList();
            if (problems.Count == 0) catalog.Load(options.Trees);
            return problems;
        }
        catch (TrialException e)
        {
            return [new ConfigProblem(null, e.Message)];
        }
        catch (CorpusException e)
        {
            return [new ConfigProblem("trees", e.Message) { Otherwise = "count" }];
        }
    }

    public ConfigProblem? CheckMetric(TrialConfig config, string metric)
    {
        var trees = Read(config).Trees;
        return trees.IsBuiltIn && TreeMetrics.DepthOf(metric) > trees.Depth
            ? new ConfigProblem("depth", $"{metric} is of expressions deeper than depth {trees.Depth}; raise depth, or rank by " +
                $"{TreeMetrics.ValError}")
            : null;
    }

    public DataFacts ReadData(TrialConfig config, string baseFolder)
    {
        var trees = catalog.Load(TreeParameters.Read(config.ToJson(), baseFolder).Trees);
        return new DataFacts
        {
            Name = trees.Name,
            Sha256 = trees.Sha256,
            Vocabulary = trees.Vocabulary.Count,
            LargestTree = trees.Largest,
            Classes = trees.Classes,
            Characters = trees.Characters,
            TrainTokens = trees.TrainLeaves,
        };
    }

    public TrialWork Measure(TrialConfig config, DataFacts? data)
    {
        var options = Read(config);
        return new TrialWork
        {
            Epochs = options.Epochs,
            TokensPerEpoch = data!.TrainTokens,
            CostKey = CostKey(options, data),
            Corpus = data.Name,
            Facts = new CorpusFacts(data.Sha256, null),
        };
    }

    public long? PredictMemory(TrialConfig config, CostKey costKey, DeviceClass device)
    {
        if (costKey.Number("vocabulary") is not { } types || costKey.Number("nodes") is not { } largest) return null;
        var characters = TextSize.FromCostKey(costKey) ?? TextSize.Short;
        var classes = costKey.Number("classes") ?? ListOperations.Values;
        return TreeMemory.Of(Read(config), (int)types, (int)classes, (int)largest, characters, device);
    }

    private static CostKey CostKey(TreeTrialOptions o, DataFacts data) =>
        $"{Experiment} {ParameterDefinitions.Word(o.Kind)} {o.Hidden} input={o.EmbeddingSize} vocabulary={data.Vocabulary} "
        + $"batch={o.BatchSize} nodes={data.LargestTree}"
        + (data.Classes > ListOperations.Values ? $" classes={data.Classes}" : "")
        + TextSize.ToCostKey(data.Characters);

    private static TreeTrialOptions Read(TrialConfig config) =>
        TreeParameters.Read(config.ToJson(), Path.DirectorySeparatorChar.ToString());
}
