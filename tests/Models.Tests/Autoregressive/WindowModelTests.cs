using Sweep.Models.Autoregressive;
using Sweep.Models.Tests.Reference;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Autoregressive;

/// <summary>The perceptron over the last n tokens against plain double precision (tests/Reference/make_model_fixtures.py).</summary>
public sealed class WindowModelTests
{
    public static TheoryData<int> Cases { get; } = new(Enumerable.Range(0, 3));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_of_the_formula(int number)
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceCase.Read<Case>("window-model.json")[number];
        using var model = expected.Model();
        var (x, y) = (Window(expected.Tokens), Window(expected.Targets));
        var before = new RecurrentState(["tokens"], [Window(expected.Before)]);

        var step = model.TrainStep(x, y, before);

        Assert.Equal(expected.Loss, step.MeanNats.item<float>(), 1e-5);
        Assert.Equal(expected.Gradients.Keys.Order(), model.named_parameters().Select(p => p.name).Order());
        foreach (var (name, parameter) in model.named_parameters())
        {
            var found = parameter.grad!.reshape(-1).data<float>().ToArray();
            Assert.All(expected.Gradients[name].Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        Assert.Equal(expected.Loss * expected.Tokens.Length * 2, model.Evaluate(x, y, before).SumNats.item<double>(), 1e-4);
    }

    [Fact]
    public void A_window_cut_in_two_gives_the_same_losses_as_one()
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceCase.Read<Case>("window-model.json")[0].Model();
        var (x, y) = (Wave.Tokens(0, 9, 2, 4), Wave.Tokens(1, 9, 2, 4));

        var whole = model.Evaluate(x, y, model.ZeroState(2));
        var first = model.Evaluate(x.narrow(0, 0, 2), y.narrow(0, 0, 2), model.ZeroState(2));
        var second = model.Evaluate(x.narrow(0, 2, 7), y.narrow(0, 2, 7), first.State);

        Assert.Equal(whole.SumNats.item<double>(), first.SumNats.item<double>() + second.SumNats.item<double>(), 1e-5);
        Assert.Equal(whole.State.Hidden.data<long>().ToArray(), second.State.Hidden.data<long>().ToArray());
    }

    [Fact]
    public void The_next_token_is_predicted_from_the_last_n_alone()
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceCase.Read<Case>("window-model.json")[1].Model();

        var one = model.Next(tensor(new long[] { 3, 1, 2, 0 }).view(-1, 1), model.ZeroState(1)).Logits;
        var other = model.Next(tensor(new long[] { 0, 0, 3, 2, 1, 2, 0 }).view(-1, 1), model.ZeroState(1)).Logits;
        var shorter = model.Next(tensor(new long[] { 2, 0 }).view(-1, 1), model.ZeroState(1)).Logits;

        Assert.Equal(one.data<float>().ToArray(), other.data<float>().ToArray());
        Assert.NotEqual(one.data<float>().ToArray(), shorter.data<float>().ToArray());
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(5, 3)]
    public void Parameters_are_as_many_as_the_shape_says(int? embedding, int layers)
    {
        var shape = new WindowModelOptions { Vocabulary = 7, Window = 3, Hidden = 6, EmbeddingSize = embedding, Layers = layers };
        using var model = new WindowModel(shape, CPU);

        Assert.Equal(shape.Parameters, model.parameters().Sum(p => p.numel()));
    }

    private static Tensor Window(long[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).view(rows.Length, -1);

    internal sealed record Case(
        int Vocabulary, int Window, int Hidden, int Embedding, int Layers, string Nonlinearity, double Loss,
        long[][] Before, long[][] Tokens, long[][] Targets, Dictionary<string, double[]> Gradients)
    {
        public WindowModel Model()
        {
            var model = new WindowModel(new WindowModelOptions
            {
                Vocabulary = Vocabulary,
                Window = Window,
                Hidden = Hidden,
                EmbeddingSize = Embedding == 0 ? null : Embedding,
                Layers = Layers,
                Nonlinearity = Nonlinearity == "relu" ? Models.Nonlinearity.Relu : Models.Nonlinearity.Tanh,
            }, CPU);
            using var none = no_grad();
            foreach (var (index, (_, parameter)) in model.named_parameters().Index())
                parameter.copy_(Wave.Of(parameter.shape, index));
            return model;
        }
    }
}
