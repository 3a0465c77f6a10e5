using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>The model without its masks and in float32, whatever its options and its mode: what is measured is then a function of the
/// weights alone.</summary>
/// <remarks>libtorch's modules draw the masks between layers themselves, and cuDNN goes backward in training mode only. So layers with such
/// masks have a copy without, filled before each measurement; others are measured themselves.</remarks>
internal sealed class PlainLayers : IDisposable
{
    private readonly IRecurrentCore core;
    private readonly IRecurrentCore? copy;
    private readonly TorchEngine engine;

    public PlainLayers(
        nn.Module model, LanguageModelOptions options, TorchSharp.Modules.Embedding? embedding, IRecurrentCore core, OutputLayer decoder,
        Device device)
    {
        this.core = core;
        var plain = options with
        {
            Dropout = 0,
            Bfloat16 = false,
            Extras = options.Extras with { DropoutInput = 0, DropoutOutput = 0, DropoutRecurrent = 0 },
        };
        copy = options.DropoutBetweenLayers > 0 ? CoreCopy.Of(plain, ScalarType.Float32, device) : null;
        engine = new TorchEngine(model, plain, embedding, copy ?? core, decoder, device);
    }

    /// <summary>Logits, (T*B, V), and the state after a window, with gradient. Call <see cref="Fill"/> before the first window.</summary>
    public (Tensor Logits, RecurrentState State) Logits(Tensor tokens, RecurrentState state) => engine.Logits(tokens, state);

    /// <summary>Takes the weights as they are now. Not between a window and its backward pass.</summary>
    public void Fill()
    {
        if (copy is not null) CoreCopy.Fill(core, copy);
    }

    public void Dispose() => copy?.Module.Dispose();
}
