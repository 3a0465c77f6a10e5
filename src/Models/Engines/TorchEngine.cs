using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>libtorch's modules and autograd, on any device.</summary>
internal sealed class TorchEngine(
    nn.Module model, LanguageModelOptions options, Embedding? embedding, IRecurrentCore core, OutputLayer decoder, Device device)
    : IStepEngine
{
    private int OutputSize => options.Directions * options.Hidden;

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        using var scope = NewDisposeScope();
        model.zero_grad();

        var (logits, after) = Logits(tokens, state);                                            // (T*B, V)
        var loss = nn.functional.cross_entropy(logits, targets.reshape(-1));                    // ()
        loss.backward();
        (core as HalfCore)?.Publish();

        return new StepResult(loss.detach().MoveToOuterDisposeScope(), after.Detach().MoveToOuterDisposeScope());
    }

    public EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();

        var (logits, after) = Logits(tokens, state);                                            // (T*B, V)
        var each = nn.functional.cross_entropy(logits, targets.reshape(-1), reduction: nn.Reduction.None); // (T*B)

        return new EvaluationResult(each.sum(ScalarType.Float64).MoveToOuterDisposeScope(), after.MoveToOuterDisposeScope());
    }

    public NextResult Next(Tensor tokens, RecurrentState state)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();

        var (output, after) = Output(tokens, state);                                            // (T, B, D*H)
        var logits = Decode(output[-1]);                                                        // (B, V)

        return new NextResult(logits.MoveToOuterDisposeScope(), after.MoveToOuterDisposeScope());
    }

    // Other modules belong to the model.
    public void Dispose() => (core as HalfCore)?.Dispose();

    /// <summary>Logits, (T*B, V), and the state after a window; with gradient where that is enabled.</summary>
    public (Tensor Logits, RecurrentState State) Logits(Tensor tokens, RecurrentState state)
    {
        var (output, after) = Output(tokens, state);                                            // (T, B, D*H)
        return (Decode(output.view(-1, OutputSize)), after);                                    // (T*B, V)
    }

    private Tensor Decode(Tensor output) => options.Bfloat16
        ? nn.functional.linear(Half(output), Half(decoder.Weight), Half(decoder.Bias)).to(ScalarType.Float32)
        : nn.functional.linear(output, decoder.Weight, decoder.Bias);

    private static Tensor Half(Tensor values) => values.to(ScalarType.BFloat16);

    private (Tensor Output, RecurrentState State) Output(Tensor tokens, RecurrentState state)
    {
        var (output, after) = core.Forward(Masked(Input(tokens), options.Extras.DropoutInput), state);
        return (Masked(output, options.Extras.DropoutOutput), after);
    }

    private Tensor Masked(Tensor values, double share) =>
        model.training && share > 0 ? values * Mask.Draw(share, device, values.shape[1..]) : values;

    private Tensor Input(Tensor tokens)
    {
        if (embedding is not null)
            return embedding.call(tokens);                                                      // (T, B, E)
        var place = tokens.unsqueeze(-1);                                                       // (T, B, 1)
        return zeros(tokens.shape[0], tokens.shape[1], options.Vocabulary, device: device)
            .scatter_(2, place, ones_like(place, ScalarType.Float32));                          // (T, B, V)
    }
}
