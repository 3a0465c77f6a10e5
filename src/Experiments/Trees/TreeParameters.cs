using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Trees;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Trees;

/// <summary>The parameters of the <c>tree</c> experiment: their names, ranges and help, and the way from a configuration to
/// options.</summary>
public static class TreeParameters
{
    private const int Most = 65_536;
    private static readonly TreeTrialOptions Defaults = new();

    /// <summary>Every parameter, in the order of the documentation.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        Text("trees", Defaults.Trees.Trees, "list-operations, or the path of a UTF-8 file with a bracketed expression a line") with
        {
            IsPath = true,
            NoPaths = [TreeOptions.Built],
        },
        Integer("count", Defaults.Trees.Count, 2, 100_000, "list operations to draw, held-out ones counted"),
        Integer("depth", Defaults.Trees.Depth, 1, TreeMetrics.Depths, "deepest nesting that is drawn"),
        Integer("arguments", Defaults.Trees.Arguments, 2, 10, "most arguments of a list that is drawn"),
        Integer("data_seed", Defaults.Trees.Seed, null, null, "seed of the draws, or of what is held out of a file"),
        Real("validation", Defaults.Trees.Validation, 0, 1, "share of the trees that is held out")
            with { MinIsExclusive = true, MaxIsExclusive = true },
        Integer("min_freq", Defaults.Trees.MinFreq, 0, int.MaxValue, "words seen less often become <unk>"),
        Choice("labels", Defaults.Labels, "nodes that the loss of training is of"),
        Choice("model", Defaults.Kind, "how a node's state is made of its children's"),
        Integer("hidden", Defaults.Hidden, 1, Most, "hidden units of a node"),
        Integer("input", Defaults.EmbeddingSize, 1, Most, "length of the learned vector per token type"),
        Real("dropout", Defaults.Dropout, 0, 1, "share of a leaf's vector and of the state that is read out, dropped while training")
            with { MaxIsExclusive = true },
        Integer("batch_size", Defaults.BatchSize, 1, Most, "trees in a batch") with { Unit = "trees" },
        .. Defaults.Rule.Definitions(),
        Integer("epochs", Defaults.Epochs, 1, 1_000_000, "passes over the training trees"),
    ];

    /// <summary>Reads a configuration; absent parameters get their default.</summary>
    /// <param name="config">One value per parameter.</param>
    /// <param name="baseFolder">Absolute folder against which a relative path is resolved.</param>
    /// <exception cref="Contracts.TrialException">A parameter is unknown, or a value is of the wrong kind or out of range.</exception>
    public static TreeTrialOptions Read(JsonObject config, string baseFolder)
    {
        var values = new ConfigValues(Definitions, config);
        return new TreeTrialOptions
        {
            Trees = Trees(values, baseFolder),
            Labels = values.Choice<TrainedNodes>("labels"),
            Kind = values.Choice<TreeKind>("model"),
            Hidden = values.Integer("hidden"),
            EmbeddingSize = values.Integer("input"),
            BatchSize = values.Integer("batch_size"),
            Dropout = values.Real("dropout"),
            Rule = UpdateRule.Read(values),
            Epochs = values.Integer("epochs"),
        };
    }

    private static TreeOptions Trees(ConfigValues values, string baseFolder) => new()
    {
        Trees = values.Text("trees"),
        Count = values.Integer("count"),
        Depth = values.Integer("depth"),
        Arguments = values.Integer("arguments"),
        Seed = values.Integer("data_seed"),
        Validation = values.Real("validation"),
        MinFreq = values.Integer("min_freq"),
        BaseFolder = baseFolder,
    };
}
