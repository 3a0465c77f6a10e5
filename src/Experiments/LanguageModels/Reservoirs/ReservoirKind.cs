using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models;
using Sweep.Models.Reservoirs;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Reservoirs;

/// <summary><c>model: echo-state</c>, and <c>model: liquid-state</c>, whose units spike: fixed weights, and a ridge read-out in closed
/// form.</summary>
internal sealed class ReservoirKind(bool isSpiking) : IModelKind
{
    /// <summary>Places of a window of the text: 64 rows of 32 steps.</summary>
    private const long Places = 64 * 32;

    public string Name => isSpiking ? "liquid-state" : "echo-state";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
        isSpiking ? [.. ReservoirTrialOptions.Shared, ReservoirTrialOptions.TraceDefinition] : ReservoirTrialOptions.Shared;

    public bool Reads(string parameter) => parameter == "hidden";

    public object Read(ConfigValues values) => ReservoirTrialOptions.Read(values, isSpiking);

    public string Shape(LanguageModelTrialOptions options) => $"{Name} {options.Hidden}";

    public MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device)
    {
        var onCpu = device == DeviceClass.Cpu;
        long units = options.Hidden, products = units * units, readout = units * vocabulary;
        return new()
        {
            Base = onCpu ? LanguageModelMemory.CpuBase + LanguageModelMemory.TorchPasses : LanguageModelMemory.CudaBase,
            // Recurrent and input weights, and while they are drawn four matrices of each precision.
            Parameters = (sizeof(float) * (products + readout)) + (onCpu ? 4 * (sizeof(double) + sizeof(float)) * products : 0),
            // Sums of the normal equations; the penalty, the penalised matrix, its factor, a copy of each to solve, and the solution.
            Gradients = sizeof(double) * ((6 * products) + (4 * readout)),
            Activations = Places * units * ((2 * sizeof(float)) + (3 * sizeof(double))),
            Logits = 3 * sizeof(double) * Places * vocabulary,
            Corpus = LanguageModelMemory.Recurrent(options, vocabulary, text, device).Corpus,
            // The last one and the best one.
            Checkpoints = onCpu ? 2 * sizeof(double) * (products + (3 * readout)) : 0,
        };
    }

    public ITrainingSession Open(LanguageModelTrial trial) => new ReservoirSession(trial, isSpiking);

    public IPredictor Load(LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device)
    {
        var own = ReservoirTrialOptions.Of(options);
        if (checkpoint.Tensors.GetValueOrDefault(ReservoirSession.Readout) is not { } data
            || !data.Shape.SequenceEqual([options.Hidden + 1L, vocabulary]))
        {
            throw new InvalidDataException($"its configuration is of a model with a read-out of {options.Hidden + 1} x {vocabulary} " +
                "numbers, and it has none of that size");
        }

        var reservoir = own.Draw(options.Hidden, vocabulary, isSpiking, new TrialSeeds(checkpoint.Seed).Initial, device);
        var readout = new RidgeReadout(options.Hidden, vocabulary, device);
        var floor = zeros([], float64, device);
        TensorBytes.Write(TensorBytes.Find(checkpoint.Tensors, ReservoirSession.Readout, readout.Weights), readout.Weights);
        TensorBytes.Write(TensorBytes.Find(checkpoint.Tensors, ReservoirSession.Floor, floor), floor);
        var chosen = floor.item<double>();
        return new StatefulPredictor(Read, reservoir.ZeroState(1), device, floor, readout, reservoir);

        (Tensor, RecurrentState) Read(Tensor tokens, RecurrentState state)
        {
            var (seen, after) = reservoir.Read(tokens, state);
            return (FlooredOutputs.LogProbabilities(readout.Outputs(seen[-1]), chosen), after);
        }
    }
}
