using Sweep.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>Every number a model gives equals the one PyTorch gave for the same parameters and window.</summary>
public sealed class PyTorchReferenceTests : IDisposable
{
    private float tolerance = 1e-5f;
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, int, string> Cases { get; } = new(
        from device in new[] { "cpu", "cuda:0" }
        from cell in new[] { "rnn-tanh", "rnn-relu", "gru", "lstm" }
        from number in Enumerable.Range(0, 8)
        select (cell, number, device));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_step_gives_loss_state_and_every_gradient_of_PyTorch(string cell, int number, string device)
    {
        var (expected, model, state) = Arrange(cell, number, device);

        using var result = model.TrainStep(Tokens(0, device), Tokens(2, device), state);

        Near([(float)expected.Loss], result.MeanNats, "loss");
        NearState(expected, result.State);
        Assert.Equal(expected.Gradients.Keys, model.named_parameters().Select(named => named.name));
        foreach (var (name, parameter) in model.named_parameters())
            Near(expected.Gradients[name], parameter.grad!, name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_gives_the_summed_loss_and_state_of_PyTorch(string cell, int number, string device)
    {
        var (expected, model, state) = Arrange(cell, number, device);

        using var result = model.Evaluate(Tokens(0, device), Tokens(2, device), state);

        Assert.Equal(expected.Loss * ReferenceCase.T * ReferenceCase.B, result.SumNats.item<double>(),
            tolerance * ReferenceCase.T * ReferenceCase.B);
        NearState(expected, result.State);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Next_gives_the_last_logits_and_state_of_PyTorch(string cell, int number, string device)
    {
        var (expected, model, state) = Arrange(cell, number, device);

        using var result = model.Next(Tokens(0, device), state);

        Assert.Equal([ReferenceCase.B, ReferenceCase.V], result.Logits.shape);
        Near(expected.LastLogits, result.Logits, "logits");
        NearState(expected, result.State);
    }

    public void Dispose() => scope.Dispose();

    private (ReferenceCase Expected, LanguageModel Model, RecurrentState State) Arrange(string cell, int number, string name)
    {
        if (name != "cpu") UseCuda();
        var expected = ReferenceCase.Read<ReferenceCase>($"{cell}.json")[number];
        var model = new LanguageModel(expected.Options(cell), torch.device(name));
        Wave.Fill(model);
        var state = Wave.State(model.Options, ReferenceCase.B);
        return (expected, model, state.With([.. state.Tensors.Select(tensor => tensor.to(torch.device(name)))]));
    }

    private void UseCuda()
    {
        Assert.SkipUnless(torch.cuda.is_available(), "libtorch sees no GPU here: set SWEEP_LIBTORCH to a PyTorch with CUDA");
        // cuDNN rounds to 10 bits by default on newer GPUs; the formulas are compared at full precision.
        torch.backends.cudnn.allow_tf32 = false;
        tolerance = 1e-4f;
    }

    private static Tensor Tokens(int shift, string device) =>
        Wave.Tokens(shift, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V).to(torch.device(device));

    private void NearState(ReferenceCase expected, RecurrentState state)
    {
        Assert.Equal(expected.State.Keys, state.Named().Select(named => named.Name));
        foreach (var (name, tensor) in state.Named())
            Near(expected.State[name], tensor, name);
    }

    private void Near(float[] expected, Tensor actual, string name)
    {
        var values = actual.cpu().reshape(-1).data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(MathF.Abs(expected[i] - values[i]) <= tolerance, $"{name}[{i}]: PyTorch has {expected[i]}, here {values[i]}");
    }
}
