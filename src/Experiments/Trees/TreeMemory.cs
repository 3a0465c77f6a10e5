using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models.Trees;

namespace Sweep.Experiments.Trees;

/// <summary>How many bytes a trial of the <c>tree</c> experiment takes at most on its device. Pure: every tree of a batch is taken for as
/// large as the largest.</summary>
public static class TreeMemory
{
    private const int Float = sizeof(float);

    /// <summary>Trees that are evaluated together, at most.</summary>
    public const int HeldOutTrees = 128;

    /// <summary>Predicts one trial, by token types, classes of a node, nodes of the largest tree, and the size of all trees as text;
    /// <see cref="DeviceClass.Any"/> is the larger of both devices.</summary>
    public static long Of(
        TreeTrialOptions options, int vocabulary, int classes, int largest, long characters, DeviceClass device)
    {
        if (device == DeviceClass.Any)
        {
            return Math.Max(Of(options, vocabulary, classes, largest, characters, DeviceClass.Cpu),
                Of(options, vocabulary, classes, largest, characters, DeviceClass.Cuda));
        }

        var model = options.Model(vocabulary, classes);
        return LanguageModelMemory.BesideBatches(options.Rule, model.Parameters, characters, device)
            + Float * Math.Max(options.BatchSize * (long)largest * Trained(model), HeldOutTrees * (long)largest * Evaluated(model));
    }

    /// <summary>Numbers a node keeps for the way back: children, gates and their products, state, vector, scores; and the gradients of the
    /// states that wait.</summary>
    private static long Trained(TreeModelOptions model) =>
        ((model.Kind == TreeKind.TreeLstm ? 20 : 7) * (long)model.Hidden) + (2 * model.EmbeddingSize) + (3 * model.Classes);

    private static long Evaluated(TreeModelOptions model) =>
        ((model.Kind == TreeKind.TreeLstm ? 8 : 4) * (long)model.Hidden) + model.EmbeddingSize + (2 * model.Classes);
}
