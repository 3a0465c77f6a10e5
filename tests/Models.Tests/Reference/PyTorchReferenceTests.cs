using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>Every number a model gives equals the one PyTorch gave for the same parameters and window.</summary>
public sealed class PyTorchReferenceTests : IDisposable
{
    private const float Tolerance = 1e-5f;
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, int> Cases { get; } = new(
        from cell in new[] { "rnn-tanh", "rnn-relu", "gru", "lstm" }
        from number in Enumerable.Range(0, 8)
        select (cell, number));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_step_gives_loss_state_and_every_gradient_of_PyTorch(string cell, int number)
    {
        var (expected, model, state) = Arrange(cell, number);

        using var result = model.TrainStep(Tokens(0), Tokens(2), state);

        Near([(float)expected.Loss], result.MeanNats, "loss");
        NearState(expected, result.State);
        Assert.Equal(expected.Gradients.Keys, model.named_parameters().Select(named => named.name));
        foreach (var (name, parameter) in model.named_parameters())
            Near(expected.Gradients[name], parameter.grad!, name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_gives_the_summed_loss_and_state_of_PyTorch(string cell, int number)
    {
        var (expected, model, state) = Arrange(cell, number);

        using var result = model.Evaluate(Tokens(0), Tokens(2), state);

        Assert.Equal(expected.Loss * ReferenceCase.T * ReferenceCase.B, result.SumNats.item<double>(), Tolerance * ReferenceCase.T * ReferenceCase.B);
        NearState(expected, result.State);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Next_gives_the_last_logits_and_state_of_PyTorch(string cell, int number)
    {
        var (expected, model, state) = Arrange(cell, number);

        using var result = model.Next(Tokens(0), state);

        Assert.Equal([ReferenceCase.B, ReferenceCase.V], result.Logits.shape);
        Near(expected.LastLogits, result.Logits, "logits");
        NearState(expected, result.State);
    }

    public void Dispose() => scope.Dispose();

    private static (ReferenceCase Expected, LanguageModel Model, RecurrentState State) Arrange(string cell, int number)
    {
        var expected = ReferenceCase.Read<ReferenceCase>($"{cell}.json")[number];
        var model = new LanguageModel(expected.Options(cell), CPU);
        Wave.Fill(model);
        return (expected, model, Wave.State(model.Options, ReferenceCase.B));
    }

    private static Tensor Tokens(int shift) => Wave.Tokens(shift, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V);

    private static void NearState(ReferenceCase expected, RecurrentState state)
    {
        Assert.Equal(expected.State.Keys, state.Named().Select(named => named.Name));
        foreach (var (name, tensor) in state.Named())
            Near(expected.State[name], tensor, name);
    }

    private static void Near(float[] expected, Tensor actual, string name)
    {
        var values = actual.reshape(-1).data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(MathF.Abs(expected[i] - values[i]) <= Tolerance, $"{name}[{i}]: PyTorch has {expected[i]}, here {values[i]}");
    }
}
