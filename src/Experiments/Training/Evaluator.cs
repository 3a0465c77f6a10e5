using Sweep.Experiments.Data;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>Measures a model on the held-out tail.</summary>
public static class Evaluator
{
    /// <summary>Mean loss over the tail, without gradient and dropout; the model is back in training mode afterwards.</summary>
    /// <param name="model">The model. A bidirectional one starts anew with each batch: a backward state cannot be carried on.</param>
    /// <param name="tail">The held-out tail.</param>
    /// <param name="goOn">Asked before each batch; false ends the evaluation.</param>
    /// <returns>Nats per token; null when <paramref name="goOn"/> ended it.</returns>
    public static double? MeanNats(LanguageModel model, EvaluationBatches tail, Func<bool> goOn)
    {
        model.eval();
        try
        {
            return SumNats(model, tail, goOn) / tail.Predictions;
        }
        finally
        {
            model.train();
        }
    }

    private static double? SumNats(LanguageModel model, EvaluationBatches tail, Func<bool> goOn)
    {
        using var outer = NewDisposeScope();
        var state = model.ZeroState(tail.Rows);
        var sum = zeros([], float64, tail[0].X.device);
        for (var k = 0; k < tail.Count; k++)
        {
            if (!goOn()) return null;
            using var scope = NewDisposeScope();
            var batch = tail[k];
            var result = model.Evaluate(batch.X, batch.Y, state);
            sum.add_(result.SumNats, LastingScalars.One);
            if (model.Options.Bidirectional) continue;
            state.Dispose();
            state = result.State.MoveToOuterDisposeScope();
        }
        return sum.item<double>();
    }
}
