using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>The formulas by which the reference script and these tests make the same parameters, states and tokens.</summary>
internal static class Wave
{
    public static Tensor Of(long[] shape, int index)
    {
        var count = shape.Aggregate(1L, (product, length) => product * length);
        var values = Enumerable.Range(0, (int)count).Select(i => (float)(0.6 * Math.Sin(1.3 * index + 0.7 * i + 0.1))).ToArray();
        return tensor(values).reshape(shape);
    }

    public static void Fill(LanguageModel model)
    {
        using var none = no_grad();
        foreach (var ((_, parameter), index) in model.named_parameters().Select((named, index) => (named, index)))
            parameter.copy_(Of(parameter.shape, index));
    }

    public static RecurrentState State(LanguageModelOptions options, int batch)
    {
        long[] shape = [options.Layers * options.Directions, batch, options.Hidden];
        return new RecurrentState(options.Cell.States, [.. options.Cell.States.Select((_, index) => Of(shape, 100 + index))]);
    }

    public static Tensor Tokens(int shift, int steps, int batch, int vocabulary) => tensor(
        (from t in Enumerable.Range(0, steps)
         from b in Enumerable.Range(0, batch)
         select (long)(
            (5 * t + 3 * b + t * b + shift) % vocabulary)).ToArray())
        .reshape(steps, batch);
}
