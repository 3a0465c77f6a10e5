using Sweep.Models;

namespace Sweep.Experiments.Training.Memory;

/// <summary>Counts a model's parameters without building it.</summary>
public static class ModelSize
{
    /// <summary>
    /// Numbers in weights and biases: V E of an embedding; D G H (I + H + 2) of the first layer, I = V without embedding and E with one; D G H (D H + H + 2)
    /// of each further one; V (D H + 1) of the decoder.
    /// </summary>
    public static long Parameters(LanguageModelOptions model)
    {
        long hidden = model.Hidden, outputs = model.Directions * hidden, rows = outputs * model.Cell.Gates;
        var embedding = (long)model.Vocabulary * (model.EmbeddingSize ?? 0);
        var layers = (rows * (model.InputSize + hidden + 2)) + ((model.Layers - 1) * rows * (outputs + hidden + 2));
        return embedding + layers + (model.Vocabulary * (outputs + 1));
    }
}
