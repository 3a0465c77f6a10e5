using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Models;
using Sweep.Models.Reservoirs;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Reservoirs;

/// <summary>Predicts with a reservoir and its read-out; owns both.</summary>
internal sealed class ReservoirPredictor(Reservoir reservoir, RidgeReadout readout, Tensor floor, Device device) : IPredictor
{
    private readonly double chosen = floor.item<double>();
    private RecurrentState state = reservoir.ZeroState(1);

    public float[] Next(IReadOnlyList<int> tokens)
    {
        using var scope = NewDisposeScope();
        var (seen, after) = reservoir.Read(tensor([.. tokens.Select(token => (long)token)], device: device).view(-1, 1), state);
        var scores = FlooredOutputs.LogProbabilities(readout.Outputs(seen[-1]), chosen);
        state.Dispose();
        state = after;
        foreach (var (_, one) in state.Named()) one.DetachFromDisposeScope();
        return scores.view(-1).to(float32).cpu().data<float>().ToArray();
    }

    public void Dispose()
    {
        state.Dispose();
        floor.Dispose();
        readout.Dispose();
        reservoir.Dispose();
    }
}
