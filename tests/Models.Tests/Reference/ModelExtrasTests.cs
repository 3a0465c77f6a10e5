using Sweep.Models.Cells;
using Sweep.Models.Engines;
using Sweep.Models.Fused;
using Sweep.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>Tied weights, masks, layer normalisation and residual connections give the losses, states and gradients that PyTorch's autograd
/// gives for their equations, in each engine that computes them.</summary>
public sealed class ModelExtrasTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private float tolerance = 1e-5f;

    private static readonly IReadOnlyList<Case> All = ReferenceCase.Read<Case>("extras.json");

    public static TheoryData<int, bool> Cases { get; } = new(
        from number in Enumerable.Range(0, All.Count)
        from fused in new[] { false, true }
        where !fused || All[number].Options.FitsFusedEngine
        select (number, fused));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_state_and_every_gradient_are_those_of_PyTorch(int number, bool fused)
    {
        Assert.SkipUnless(!fused || Microkernel.IsSupported, "this processor has neither AVX-512 nor AVX2");
        var expected = All[number];
        // Three layers that divide by small deviations make that of rounding.
        if (expected is { LayerNorm: true, Layers: 3 }) tolerance = 2e-5f;
        var model = new LanguageModel(expected.Options, CPU, new EngineChoice(fused, "test"));
        Fill(model);
        var before = Values(model);
        manual_seed(30);

        using var result = model.TrainStep(
            Wave.Tokens(0, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V),
            Wave.Tokens(2, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V),
            Wave.State(model.Options, ReferenceCase.B));

        Near([(float)expected.Loss], result.MeanNats, "loss");
        foreach (var (name, tensor) in result.State.Named())
            Near(expected.State[name], tensor, name);
        Assert.Equal(expected.Gradients.Keys, model.named_parameters().Select(named => named.name));
        foreach (var (name, parameter) in model.named_parameters())
            Near(expected.Gradients[name], parameter.grad!, name);
        Assert.Equal(before, Values(model));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Masks_are_for_training_alone(int number, bool fused)
    {
        Assert.SkipUnless(!fused || Microkernel.IsSupported, "this processor has neither AVX-512 nor AVX2");
        var options = All[number].Options;
        var (masked, whole) = (Model(options), Model(options with
        {
            Extras = options.Extras with { DropoutInput = 0, DropoutOutput = 0, DropoutRecurrent = 0 },
        }));
        var window = Wave.Tokens(0, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V);
        var state = Wave.State(options, ReferenceCase.B);

        var (left, right) = (masked.Evaluate(window, window, state), whole.Evaluate(window, window, state));
        var (first, second) = (masked.Next(window, state), whole.Next(window, state));

        Assert.Equal(left.SumNats.item<double>(), right.SumNats.item<double>(), 1e-6);
        Assert.True(first.Logits.allclose(second.Logits));

        LanguageModel Model(LanguageModelOptions shape)
        {
            var model = new LanguageModel(shape, CPU, new EngineChoice(fused, "test"));
            Fill(model);
            model.eval();
            return model;
        }
    }

    [Theory]
    [InlineData("rnn", 0)]
    [InlineData("gru", 1)]
    [InlineData("lstm", 2)]
    public void Orthogonal_weights_are_those_of_PyTorch(string cell, int number)
    {
        var expected = ReferenceCase.Read<Orthogonal>("orthogonal.json")[number];

        var model = Drawn(cell, new() { RecurrentInit = RecurrentInit.Orthogonal }, layers: 1);

        Assert.Equal(cell, expected.Cell);
        Near(expected.Weight, Parameter(model, "rnn.weight_hh_l0"), "weight_hh");
        foreach (var gate in Parameter(model, "rnn.weight_hh_l0").chunk(model.Options.Cell.Gates))
            Assert.True(gate.mm(gate.t()).allclose(eye(16), 1e-4, 1e-5));
        SameBut(model, Drawn(cell, new(), layers: 1), "rnn.weight_hh_l0");
    }

    [Fact]
    public void Identity_begins_with_the_state_unchanged_and_biases_of_zero()
    {
        var model = Drawn("rnn", new() { RecurrentInit = RecurrentInit.Identity });

        Assert.True(Parameter(model, "rnn.weight_hh_l1").Equals(eye(16)));
        Assert.True(Parameter(model, "rnn.bias_ih_l0").Equals(zeros(16)));
        Assert.True(Parameter(model, "rnn.bias_hh_l1").Equals(zeros(16)));
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Forget_bias_is_added_to_the_second_gate_of_the_input_side(string cell)
    {
        var (raised, plain) = (Drawn(cell, new() { ForgetBias = 1.5 }), Drawn(cell, new()));

        foreach (var name in new[] { "rnn.bias_ih_l0", "rnn.bias_ih_l1" })
        {
            var difference = (Parameter(raised, name) - Parameter(plain, name)).chunk(raised.Options.Cell.Gates);
            for (var gate = 0; gate < difference.Length; gate++)
                Assert.True(difference[gate].allclose(full(16, gate == 1 ? 1.5f : 0f)), $"{name} {gate}");
        }
        SameBut(raised, plain, "rnn.bias_ih_l0", "rnn.bias_ih_l1");
    }

    [Fact]
    public void Tied_weights_begin_within_the_range_of_a_decoder()
    {
        var model = Drawn("gru", new() { Tied = true }, embedding: 16);

        Assert.DoesNotContain(model.named_parameters(), named => named.name == "decoder.weight");
        Assert.InRange(Parameter(model, "embedding.weight").abs().max().item<float>(), 0.8f * 0.25f, 0.25f);
    }

    public void Dispose() => scope.Dispose();

    private static LanguageModel Drawn(string cell, ModelExtras extras, int layers = 2, int? embedding = null)
    {
        manual_seed(20);
        return new LanguageModel(
            new LanguageModelOptions
            {
                Cell = CellCatalog.Default[cell],
                Vocabulary = 7,
                Hidden = 16,
                Layers = layers,
                EmbeddingSize = embedding,
                Extras = extras,
            }, CPU);
    }

    private static void SameBut(LanguageModel one, LanguageModel other, params string[] names)
    {
        foreach (var (name, parameter) in one.named_parameters().Where(named => !names.Contains(named.name)))
            Assert.True(parameter.Equals(Parameter(other, name)), name);
    }

    private static Tensor Parameter(LanguageModel model, string name) => model.get_parameter(name)!.detach();

    private static void Fill(LanguageModel model)
    {
        Wave.Fill(model);
        using var none = no_grad();
        foreach (var (name, parameter) in model.named_parameters().Where(named => named.name.Contains("norm_", StringComparison.Ordinal)))
            parameter.add_(ones_like(parameter), 1);
    }

    private static List<byte[]> Values(LanguageModel model) => [.. model.parameters().Select(parameter => parameter.bytes.ToArray())];

    private void Near(float[] expected, Tensor actual, string name)
    {
        var values = actual.reshape(-1).data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(MathF.Abs(expected[i] - values[i]) <= tolerance, $"{name}[{i}]: PyTorch has {expected[i]}, here {values[i]}");
    }

    public sealed record Orthogonal(string Cell, float[] Weight);

    /// <summary>One case of the numbers that tests/Reference/make_extras_fixtures.py made.</summary>
    public sealed record Case(
        string Cell, int Layers, int Embedding, bool Relu, bool Bidirectional, bool Tied, bool LayerNorm, bool Residual,
        double DropoutInput, double DropoutOutput, double DropoutRecurrent, double Loss, Dictionary<string, float[]> State,
        Dictionary<string, float[]> Gradients)
    {
        public LanguageModelOptions Options => new()
        {
            Cell = CellCatalog.Default[Cell],
            Nonlinearity = Relu ? Nonlinearity.Relu : Nonlinearity.Tanh,
            Vocabulary = ReferenceCase.V,
            Hidden = ReferenceCase.H,
            Layers = Layers,
            Bidirectional = Bidirectional,
            EmbeddingSize = Embedding == 0 ? null : Embedding,
            Extras = new()
            {
                Tied = Tied,
                LayerNorm = LayerNorm,
                Residual = Residual,
                DropoutInput = DropoutInput,
                DropoutOutput = DropoutOutput,
                DropoutRecurrent = DropoutRecurrent,
            },
        };
    }
}
