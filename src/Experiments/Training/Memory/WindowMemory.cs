using Sweep.Models;

namespace Sweep.Experiments.Training.Memory;

/// <summary>What a window of T x B places takes, by the code that computes it. Bytes.</summary>
/// <param name="model">The model.</param>
/// <param name="isFused">True for our own passes on the CPU, false for libtorch's modules.</param>
internal sealed class WindowMemory(LanguageModelOptions model, bool isFused)
{
    private const int Float = sizeof(float);

    /// <summary>Our passes work on rows of whole panels, 32 numbers wide, and 32 rows of scores at a time.</summary>
    private const int Panel = 32;

    /// <summary>Numbers per place, unit and layer that are kept for the way back: gates and states. The cell knows.</summary>
    private int Kept => isFused ? model.Cell.FusedMemory!.Value : model.Cell.TorchMemory;

    private long Hidden => isFused ? Padded(model.Hidden) : model.Hidden;

    private long Vocabulary => isFused ? Padded(model.Vocabulary) : model.Vocabulary;

    /// <summary>places x L x D x H x what is kept, and the layer at work: its gates, the gradient of its outputs and its packed inputs.</summary>
    public long Activations(long places)
    {
        var kept = places * model.Layers * model.Directions * Hidden * Kept;
        return Float * (kept + (isFused ? Work(places) : Input(places)));
    }

    /// <summary>places x V: our pass turns scores into gradients where they lie; libtorch's keeps scores, probabilities and gradients.</summary>
    public long Logits(long places) => Float * (isFused ? places * Vocabulary : 3 * places * Vocabulary);

    /// <summary>The same window forward alone.</summary>
    public long Evaluation(long places) => Activations(places) + (Float * Vocabulary * (isFused ? Panel : 2 * places));

    private long Work(long places)
    {
        // The first layer's gates are a row per distinct token; a further layer's a row per place.
        var distinct = Math.Min(places, model.Vocabulary);
        var gates = (model.Layers > 1 ? places : distinct) + distinct;
        return (((gates * model.Cell.Gates) + (2 * places)) * Hidden) + Packed();
    }

    /// <summary>The largest weight matrix once more, in the order in which the products read it.</summary>
    private long Packed() => Math.Max(model.Cell.Gates * Hidden * Hidden, Vocabulary * Hidden);

    /// <summary>One-hot vectors are written out; learned ones have a gradient.</summary>
    private long Input(long places) => places * (model.EmbeddingSize is { } size ? 2 * size : model.Vocabulary);

    private static long Padded(long columns) => (columns + Panel - 1) / Panel * Panel;
}
