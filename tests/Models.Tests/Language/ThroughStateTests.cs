using Sweep.Models.Cells;
using Sweep.Models.Cores;
using Sweep.Models.Language;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Language;

/// <summary>Gradients that pass between windows, and gradients with respect to earlier states.</summary>
public sealed class ThroughStateTests : IDisposable
{
    private const int V = 5, B = 3, T = 12;
    private readonly DisposeScope scope = NewDisposeScope();

    private static CellDescriptor Linear { get; } = new()
    {
        Name = "linear",
        Gates = 1,
        Core = options => new StepwiseCore(options, (input, recurrent, _) => [input[0].sub(recurrent[0].neg())]),
        TorchMemory = 3,
    };

    [Theory]
    [InlineData("rnn", 1)]
    [InlineData("gru", 2)]
    [InlineData("lstm", 2)]
    public void Back_through_the_windows_of_a_row_gives_the_gradients_of_the_whole_row(string cell, int layers)
    {
        var model = Model(CellCatalog.Default[cell], layers);
        var state = Wave.State(model.Options, B);
        model.TrainStep(Tokens(0, T), Tokens(2, T), state);
        var whole = Gradients(model);

        model.zero_grad();
        var middle = model.Evaluate(Tokens(0, T).narrow(0, 0, 4), Tokens(2, T).narrow(0, 0, 4), state).State;
        var gradient = model.BackThrough(Tokens(0, T).narrow(0, 4, 8), Tokens(2, T).narrow(0, 4, 8), middle, null, 8.0 / T);
        model.BackThrough(Tokens(0, T).narrow(0, 0, 4), Tokens(2, T).narrow(0, 0, 4), state, gradient, 4.0 / T);

        Assert.All(Gradients(model).Zip(whole), pair => Assert.True(pair.First.allclose(pair.Second, 1e-5, 1e-6)));
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void The_gradient_with_respect_to_the_state_is_the_difference_quotient(string cell)
    {
        var model = Model(CellCatalog.Default[cell], 2);
        var (tokens, targets, state) = (Tokens(0, T), Tokens(2, T), Wave.State(model.Options, B));
        var gradient = model.BackThrough(tokens, targets, state, null, 1);

        foreach (var (tensor, expected) in state.Tensors.Zip(gradient.Tensors))
        {
            var at = tensor[1, 2, 3].item<float>();
            var (step, losses) = (2e-2f, new List<double>());
            foreach (var shift in new[] { step, -step })
            {
                tensor[1, 2, 3].fill_(at + shift);
                losses.Add(model.Evaluate(tokens, targets, state).SumNats.item<double>() / (T * B));
            }

            tensor[1, 2, 3].fill_(at);
            Assert.Equal((losses[0] - losses[1]) / (2 * step), expected[1, 2, 3].item<float>(), 2e-4);
        }
    }

    [Fact]
    public void In_a_linear_network_the_gradient_at_lag_k_is_the_transposed_weight_to_the_k_times_the_last_one()
    {
        var model = Model(Linear, 1);
        var weights = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach());
        var (tokens, targets) = (Tokens(0, T), Tokens(2, T)[-1]);
        var lags = new[] { 1, 2, 4, 8, T };

        var found = model.StateGradients(tokens, targets, model.ZeroState(B), lags);

        // d loss / d h_T = V^T (softmax - one-hot), then W^T once per step back.
        var logits = model.Next(tokens, model.ZeroState(B)).Logits;
        var last = logits.softmax(-1).sub(nn.functional.one_hot(targets, V)).mm(weights["decoder.weight"]);         // (B, H)
        foreach (var (lag, gradient) in lags.Zip(found))
        {
            var expected = Enumerable.Range(0, lag).Aggregate(last, (vector, _) => vector.mm(weights["rnn.weight_hh_l0"]));
            Assert.True(gradient.Hidden[0].allclose(expected, 1e-4, 1e-7), $"lag {lag}");
        }
    }

    [Theory]
    [InlineData(Nonlinearity.Tanh)]
    [InlineData(Nonlinearity.Relu)]
    public void In_a_plain_cell_no_step_back_lengthens_a_gradient_beyond_the_largest_singular_value(Nonlinearity nonlinearity)
    {
        var model = Model(RnnCell.Descriptor, 1, nonlinearity);
        var largest = linalg.svdvals(model.named_parameters().First(p => p.name == "rnn.weight_hh_l0").parameter.detach())[0].item<float>();

        var norms = model.StateGradients(Tokens(0, T), Tokens(2, T)[-1], model.ZeroState(B), [.. Enumerable.Range(1, T)])
            .Select(gradient => gradient.Hidden[0].square().sum(-1).sqrt().data<float>().ToArray()).ToList();

        for (var lag = 1; lag < T; lag++)
        {
            for (var sequence = 0; sequence < B; sequence++)
                Assert.InRange(norms[lag][sequence], 0, (norms[lag - 1][sequence] * largest * 1.0001f) + 1e-7f);
        }
    }

    [Fact]
    public void Gradients_of_states_leave_those_of_the_parameters_alone()
    {
        var model = Model(LstmCell.Descriptor, 2);

        var found = model.StateGradients(Tokens(0, T), Tokens(2, T)[-1], model.ZeroState(B), [1]);

        Assert.Equal(["h", "c"], found.Single().Names);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    public static TheoryData<string, bool> Masked { get; } = new(
        from cell in CellCatalog.Default.All from stepwise in new[] { false, true } select (cell.Name, stepwise));

    [Theory]
    [MemberData(nameof(Masked))]
    public void Gradients_of_states_are_those_of_the_weights_as_they_are_without_masks_or_rounding(string cell, bool stepwise)
    {
        var options = new LanguageModelOptions
        {
            Cell = CellCatalog.Default[cell],
            Vocabulary = V,
            Hidden = 6,
            Layers = 2,
            EmbeddingSize = 4,
            Extras = new() { LayerNorm = stepwise },
        };
        var extras = options.Extras with { DropoutInput = 0.3, DropoutOutput = 0.3, DropoutRecurrent = 0.3 };
        var plain = new LanguageModel(options, CPU);
        LanguageModel[] others =
        [
            new(options with { Extras = extras }, CPU), new(options with { Dropout = 0.3, Extras = extras }, CPU),
            new(options with { Dropout = 0.3, Extras = extras, Bfloat16 = true }, CPU), new(options with { Bfloat16 = true }, CPU),
        ];

        // The second time with other weights, as after an epoch.
        foreach (var factor in new[] { 1.0f, 0.5f })
        {
            var expected = Lengthened(plain, factor);
            foreach (var other in others)
            {
                other.train(factor < 1);
                var found = Lengthened(other, factor);
                Assert.All(found.Zip(expected), pair => Assert.Equal(0, pair.First.sub(pair.Second).abs().max().item<float>()));
                Assert.All(other.parameters(), parameter => Assert.Null(parameter.grad));
            }
        }
    }

    [Fact]
    public void A_lag_beyond_the_window_is_refused()
    {
        var model = Model(GruCell.Descriptor, 1);

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.StateGradients(Tokens(0, T), Tokens(2, T)[-1], model.ZeroState(B), [T + 1]));

        Assert.Contains("lags must be from 1 to 12, but is 13", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scope.Dispose();

    private static LanguageModel Model(CellDescriptor cell, int layers, Nonlinearity nonlinearity = Nonlinearity.Tanh)
    {
        var model = new LanguageModel(
            new LanguageModelOptions { Cell = cell, Vocabulary = V, Hidden = 6, Layers = layers, Nonlinearity = nonlinearity }, CPU);
        Wave.Fill(model);
        return model;
    }

    private static List<Tensor> Lengthened(LanguageModel model, float factor)
    {
        Wave.Fill(model);
        using (no_grad())
            foreach (var parameter in model.parameters()) parameter.mul_(tensor(factor));
        using var inner = NewDisposeScope();
        var found = model.StateGradients(Tokens(0, T), Tokens(2, T)[-1], model.ZeroState(B), [1, 4, T]);
        return [.. found.SelectMany(state => state.Tensors).Select(gradient => gradient.MoveToOuterDisposeScope())];
    }

    private static Tensor Tokens(int shift, int steps) => Wave.Tokens(shift, steps, B, V);

    private static List<Tensor> Gradients(LanguageModel model) => [.. model.parameters().Select(parameter => parameter.grad!.clone())];
}
