using Sweep.Models.Fused;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Hand-written forward and backward passes on the CPU, one thread. Uses libtorch for memory alone. The order of every sum is
/// fixed by the shapes, so equal inputs give equal bits.</summary>
internal sealed unsafe class FusedEngine : IStepEngine
{
    private readonly nn.Module model;
    private readonly LanguageModelOptions options;
    private readonly Scratch scratch = new();
    private readonly FusedNetwork network;
    private readonly SoftmaxDecoder decoder;
    private readonly ParameterMemory[] outer;
    private readonly AlignedBuffer gradient = new();
    private readonly OutputMask? mask;

    public FusedEngine(nn.Module model, LanguageModelOptions options, Embedding? embedding, nn.Module core, OutputLayer output)
    {
        (this.model, this.options) = (model, options);
        var (weight, bias) = (new ParameterMemory(output.Weight), new ParameterMemory(output.Bias));
        var vectors = embedding is null ? null : options.Extras.Tied ? weight : new ParameterMemory(embedding.weight!);
        outer = vectors is null || vectors == weight ? [weight, bias] : [weight, bias, vectors];
        mask = options.Extras.DropoutOutput > 0 ? new OutputMask(options.Extras.DropoutOutput, options.Hidden) : null;
        network = new FusedNetwork(options, LayerParameters.Of(core, options.Layers), vectors, scratch);
        decoder = new SoftmaxDecoder(weight, bias, options.Vocabulary, options.Hidden, scratch);
    }

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        var after = Forward(tokens, state);
        using var contiguous = targets.contiguous();
        var rows = (int)targets.numel();
        gradient.Ensure(Sizes.Matrix(rows, network.Stride));
        var nats = decoder.Train(
            Outputs(rows, state), network.Stride, rows, ParameterMemory.Pointer<long>(contiguous), gradient.Pointer);
        if (model.training)
            mask?.Backward(gradient.Pointer, rows);
        network.Backward(gradient.Pointer);
        network.Publish();
        foreach (var parameter in outer)
            parameter.Publish();
        GC.KeepAlive(this); // the kernels hold bare pointers into memory that finalisers would free
        return new StepResult(tensor((float)(nats / rows)), after);
    }

    public EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state)
    {
        var after = Forward(tokens, state);
        using var contiguous = targets.contiguous();
        var rows = (int)targets.numel();
        var nats = decoder.Evaluate(Outputs(rows, state), network.Stride, rows, ParameterMemory.Pointer<long>(contiguous));
        GC.KeepAlive(this);
        return new EvaluationResult(tensor(nats), after);
    }

    public NextResult Next(Tensor tokens, RecurrentState state)
    {
        var after = Forward(tokens, state);
        var (steps, batch) = ((int)tokens.shape[0], (int)tokens.shape[1]);
        var logits = empty(batch, options.Vocabulary);
        decoder.Logits(Outputs(steps * batch, state)
            + (long)(steps - 1) * batch * network.Stride, network.Stride, batch, ParameterMemory.Pointer<float>(logits));
        GC.KeepAlive(this);
        return new NextResult(logits, after);
    }

    public void Dispose()
    {
        network.Dispose();
        decoder.Dispose();
        mask?.Dispose();
        gradient.Dispose();
        scratch.Dispose();
        foreach (var parameter in outer)
            parameter.Dispose();
    }

    /// <summary>What the decoder reads.</summary>
    private float* Outputs(int rows, RecurrentState state) => mask is null || !model.training
        ? network.Outputs
        : mask.Forward(network.Outputs, network.Stride, rows, (int)state.Batch);

    private RecurrentState Forward(Tensor tokens, RecurrentState state)
    {
        var (steps, batch) = ((int)tokens.shape[0], (int)tokens.shape[1]);
        using var contiguous = tokens.contiguous();
        using var before = state.With([.. state.Tensors.Select(tensor => tensor.contiguous())]);
        var after = state.With([.. state.Tensors.Select(_ => empty(options.Layers, batch, options.Hidden))]);
        network.Forward(
            ParameterMemory.Pointer<long>(contiguous), steps, batch, options.Hidden, new StatePointers(before), new StatePointers(after));
        return after;
    }
}
