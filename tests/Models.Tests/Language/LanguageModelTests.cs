using Sweep.Models.Language;
using Sweep.Models.Tests.Cells;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Language;

public sealed class LanguageModelTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Cells => TestedCells.Names;

    [Theory]
    [MemberData(nameof(Cells))]
    public void One_pass_over_a_window_equals_two_over_its_halves_with_carried_state(string cell)
    {
        var model = Model(cell, layers: 2);
        var tokens = Wave.Tokens(0, 8, 3, 11);
        var targets = Wave.Tokens(2, 8, 3, 11);

        using var whole = model.Evaluate(tokens, targets, model.ZeroState(3));
        using var first = model.Evaluate(tokens[..4], targets[..4], model.ZeroState(3));
        using var second = model.Evaluate(tokens[4..], targets[4..], first.State);

        Assert.Equal(whole.SumNats.item<double>(), first.SumNats.item<double>() + second.SumNats.item<double>(), 1e-4);
        foreach (var ((_, expected), (_, actual)) in whole.State.Named().Zip(second.State.Named()))
            Assert.True(allclose(expected, actual, 1e-5, 1e-6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evaluation_leaves_out_what_is_not_scored_and_reads_it_all_the_same(bool bidirectional)
    {
        var model = Model("gru", bidirectional: bidirectional);
        var tokens = Wave.Tokens(0, 8, 3, 11);
        var targets = Wave.Tokens(2, 8, 3, 11);
        var (head, tail) = (targets.clone(), targets.clone());
        head[5..] = tensor(EvaluationResult.NotScored);
        tail[..5] = tensor(EvaluationResult.NotScored);

        using var whole = model.Evaluate(tokens, targets, model.ZeroState(3));
        using var first = model.Evaluate(tokens, head, model.ZeroState(3));
        using var second = model.Evaluate(tokens, tail, model.ZeroState(3));

        Assert.Equal(whole.SumNats.item<double>(), first.SumNats.item<double>() + second.SumNats.item<double>(), 1e-4);
        Assert.True(first.SumNats.item<double>() > 0 && second.SumNats.item<double>() > 0);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradient_reaches_every_parameter(string cell)
    {
        var model = Model(cell, layers: 3, bidirectional: true, embedding: 6);

        using var result = model.TrainStep(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));

        foreach (var (name, parameter) in model.named_parameters())
            Assert.True(parameter.grad!.abs().sum().item<float>() > 0, $"{name} has no gradient");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Train_step_leaves_no_gradient_of_an_earlier_window(string cell)
    {
        var model = Model(cell);
        using var first = model.TrainStep(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));
        var expected = model.parameters().Select(parameter => parameter.grad!.clone()).ToList();

        using var other = model.TrainStep(Wave.Tokens(1, 8, 3, 11), Wave.Tokens(5, 8, 3, 11), model.ZeroState(3));
        using var again = model.TrainStep(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));

        Assert.All(model.parameters().Zip(expected), pair => Assert.True(pair.First.grad!.equal(pair.Second).all().item<bool>()));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Ten_train_steps_leave_as_many_live_tensors_as_before(string cell)
    {
        var model = Model(cell, layers: 2);
        var (tokens, targets) = (Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11));
        var state = Step(model, tokens, targets, model.ZeroState(3));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 10; i++)
            state = Step(model, tokens, targets, state);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Same_seed_and_windows_give_the_same_bits(string cell)
    {
        byte[] Run()
        {
            var model = Model(cell, layers: 2, embedding: 6);
            using var optimizer = optim.SGD(model.parameters(), 0.5);
            var state = model.ZeroState(3);
            for (var i = 0; i < 5; i++)
            {
                using var result = model.TrainStep(Wave.Tokens(i, 8, 3, 11), Wave.Tokens(i + 2, 8, 3, 11), state);
                optimizer.step();
                state = result.State.Detach();
            }

            return model.parameters().SelectMany(parameter => parameter.bytes.ToArray()).ToArray();
        }

        Assert.Equal(Run(), Run());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Learns_one_batch_by_heart(string cell)
    {
        var model = Model(cell, hidden: 32);
        using var optimizer = optim.Adam(model.parameters(), 0.02);
        var tokens = Wave.Tokens(0, 8, 3, 11);
        var targets = tokens.roll(-1, 0);
        var nats = double.NaN;

        for (var i = 0; i < 300; i++)
        {
            using var result = model.TrainStep(tokens, targets, model.ZeroState(3));
            optimizer.step();
            nats = result.MeanNats.item<float>();
        }

        Assert.InRange(nats, 0, 0.02);
    }

    [Fact]
    public void Untrained_model_with_zero_decoder_gives_the_uniform_distribution()
    {
        var model = Model("gru");
        using (no_grad())
        {
            foreach (var (_, parameter) in model.named_parameters()
                .Where(named => named.name.StartsWith("decoder", StringComparison.Ordinal)))
                parameter.zero_();
        }

        using var result = model.TrainStep(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));

        Assert.Equal(Math.Log(11), result.MeanNats.item<float>(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Dropout_acts_between_layers_while_training_and_not_in_evaluation(string cell)
    {
        var model = Model(cell, layers: 2, dropout: 0.5);
        double Loss()
        {
            using var result = model.Evaluate(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));
            return result.SumNats.item<double>();
        }

        Assert.NotEqual(Loss(), Loss());
        model.eval();
        Assert.Equal(Loss(), Loss());
        model.train();
        Assert.NotEqual(Loss(), Loss());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Dropout_without_a_second_layer_changes_nothing(string cell)
    {
        var model = Model(cell, layers: 1, dropout: 0.5);
        using var first = model.Evaluate(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));
        using var second = model.Evaluate(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(2, 8, 3, 11), model.ZeroState(3));

        Assert.Equal(first.SumNats.item<double>(), second.SumNats.item<double>());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Bidirectional_model_sees_the_future_and_a_causal_one_does_not(string cell)
    {
        var tokens = Wave.Tokens(0, 8, 1, 11);
        var other = tokens.clone();
        other[7, 0] = (tokens[7, 0] + 1) % 11;
        bool FirstLogitsDiffer(bool bidirectional)
        {
            var model = Model(cell, bidirectional: bidirectional);
            var targets = zeros(8, 1, ScalarType.Int64);
            double First(Tensor window) => model.Evaluate(window, targets, model.ZeroState(1)).SumNats.item<double>()
                - model.Evaluate(
                    window[1..], targets[1..], model.Evaluate(window[..1], targets[..1], model.ZeroState(1)).State).SumNats.item<double>();
            return Math.Abs(First(tokens) - First(other)) > 1e-5;
        }

        Assert.False(FirstLogitsDiffer(bidirectional: false));
        Assert.True(FirstLogitsDiffer(bidirectional: true));
    }

    [Fact]
    public void Rejects_targets_of_another_shape_than_the_tokens()
    {
        var model = Model("rnn");

        var error = Assert.Throws<ArgumentException>(() =>
            model.TrainStep(Wave.Tokens(0, 8, 3, 11), Wave.Tokens(0, 7, 3, 11), model.ZeroState(3)));

        Assert.Contains("targets must be Int64 of shape (8, 3), but is Int64 of shape (7, 3).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_a_state_for_another_batch()
    {
        var model = Model("rnn");

        var error = Assert.Throws<ArgumentException>(() => model.Next(Wave.Tokens(0, 8, 3, 11), model.ZeroState(4)));

        Assert.Contains("tokens must be Int64 of shape (any, 4), but is Int64 of shape (8, 3).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_a_state_of_another_cell()
    {
        var model = Model("lstm");

        var error = Assert.Throws<ArgumentException>(() => model.Next(Wave.Tokens(0, 8, 3, 11), Model("gru").ZeroState(3)));

        Assert.Contains("The state lacks a cell tensor c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void State_goes_through_named_tensors_and_back()
    {
        var state = Model("lstm").ZeroState(3);
        state.Hidden.fill_(1);

        var back = state.With([.. state.Named().Select(named => named.Tensor)]);
        back.Zero();

        Assert.Equal(["h", "c"], back.Named().Select(named => named.Name));
        Assert.Equal(0, state.Hidden.abs().sum().item<float>());
        Assert.Throws<ArgumentException>(() => state.With([]));
    }

    public void Dispose() => scope.Dispose();

    private static RecurrentState Step(LanguageModel model, Tensor tokens, Tensor targets, RecurrentState state)
    {
        var (loss, after) = model.TrainStep(tokens, targets, state);
        loss.Dispose();
        state.Dispose();
        return after;
    }

    private static LanguageModel Model(
        string cell, int layers = 1, int hidden = 8, bool bidirectional = false, int? embedding = null, double dropout = 0)
    {
        manual_seed(7);
        return new LanguageModel(
            new LanguageModelOptions
            {
                Cell = TestedCells.Catalog[cell],
                Vocabulary = 11,
                Hidden = hidden,
                Layers = layers,
                Bidirectional = bidirectional,
                EmbeddingSize = embedding,
                Dropout = dropout,
            },
            CPU);
    }
}
