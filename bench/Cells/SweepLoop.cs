using Sweep.Models;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>This project's model in the loop of its trainer.</summary>
internal sealed class SweepLoop : ITrainingLoop
{
    private readonly LanguageModel model;
    private readonly optim.Optimizer optimizer;
    private RecurrentState state;

    public SweepLoop(LanguageModelOptions options)
    {
        model = new LanguageModel(options, CPU);
        optimizer = optim.SGD(model.parameters(), 0.5);
        state = model.ZeroState(Setup.Batch);
    }

    public IReadOnlyDictionary<string, Tensor> Parameters =>
        model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);

    public double Step(Tensor tokens, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var (loss, after) = model.TrainStep(tokens, targets, state);
        nn.utils.clip_grad_norm_(model.parameters(), 1.0);
        optimizer.step();
        state.Dispose();
        state = after.MoveToOuterDisposeScope();
        return loss.item<float>();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        state.Dispose();
        model.Dispose();
    }
}
