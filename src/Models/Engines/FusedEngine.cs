using Sweep.Models.Fused;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>
/// Hand-written forward and backward passes on the CPU, one thread. Uses libtorch for memory alone.
/// The order of every sum is fixed by the shapes, so equal inputs give equal bits.
/// </summary>
internal sealed unsafe class FusedEngine : IStepEngine
{
    private readonly LanguageModelOptions options;
    private readonly Scratch scratch = new();
    private readonly FusedNetwork network;
    private readonly SoftmaxDecoder decoder;
    private readonly ParameterMemory[] outer;
    private readonly AlignedBuffer gradient = new();

    public FusedEngine(LanguageModelOptions options, Embedding? embedding, nn.Module core, Linear linear)
    {
        this.options = options;
        var (weight, bias) = (new ParameterMemory(linear.weight!), new ParameterMemory(linear.bias!));
        var vectors = embedding is null ? null : new ParameterMemory(embedding.weight!);
        outer = vectors is null ? [weight, bias] : [weight, bias, vectors];
        network = new FusedNetwork(options, LayerParameters.Of(core, options.Layers), vectors, scratch);
        decoder = new SoftmaxDecoder(weight, bias, options.Vocabulary, options.Hidden, scratch);
    }

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        var after = Forward(tokens, state);
        using var contiguous = targets.contiguous();
        var rows = (int)targets.numel();
        gradient.Ensure(Sizes.Matrix(rows, network.Stride));
        var nats = decoder.Train(network.Outputs, network.Stride, rows, ParameterMemory.Pointer<long>(contiguous), gradient.Pointer);
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
        var nats = decoder.Evaluate(network.Outputs, network.Stride, (int)targets.numel(), ParameterMemory.Pointer<long>(contiguous));
        GC.KeepAlive(this);
        return new EvaluationResult(tensor(nats), after);
    }

    public NextResult Next(Tensor tokens, RecurrentState state)
    {
        var after = Forward(tokens, state);
        var (steps, batch) = ((int)tokens.shape[0], (int)tokens.shape[1]);
        var logits = empty(batch, options.Vocabulary);
        decoder.Logits(network.Outputs
            + (long)(steps - 1) * batch * network.Stride, network.Stride, batch, ParameterMemory.Pointer<float>(logits));
        GC.KeepAlive(this);
        return new NextResult(logits, after);
    }

    public void Dispose()
    {
        network.Dispose();
        decoder.Dispose();
        gradient.Dispose();
        scratch.Dispose();
        foreach (var parameter in outer)
            parameter.Dispose();
    }

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
