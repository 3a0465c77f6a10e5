using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Models;
using Sweep.Models.Cells;
using Sweep.Models.Language;
using Sweep.Search.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training.ThroughTime;

/// <summary>Gradients of whole rows in the memory of one window, and what truncation makes of them.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class WindowChainTests : IDisposable
{
    private const int V = 6, B = 3, T = 4;
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("rnn", 1)]
    [InlineData("rnn", 9)]
    [InlineData("gru", 10)]
    [InlineData("lstm", 12)]
    public void A_chain_gives_the_gradient_that_autograd_gives_for_the_whole_row(string cell, int windows)
    {
        var (model, tokens) = (Model(cell), Tokens(windows));
        model.TrainStep(tokens.narrow(0, 0, windows * T), tokens.narrow(0, 1, windows * T), model.ZeroState(B));
        var whole = Gradient(model);

        var chained = Chained(model, tokens, new Stretch(0, windows), 1.0 / windows, 1);

        Assert.True(chained.sub(whole).norm().item<double>() <= 1e-5 * whole.norm().item<double>());
    }

    [Theory]
    [InlineData("gru", 10)]
    [InlineData("lstm", 9)]
    public void With_masks_it_gives_the_gradient_of_the_loss_that_was_read_forward(string cell, int windows)
    {
        var (model, tokens) = (Masked(cell), Tokens(windows));
        Batch Seeded(int number)
        {
            manual_seed(100 + number);
            return Window(tokens, number);
        }
        // The mean loss of the row is what the way forward adds up; the masks are those of the windows' numbers.
        double Loss()
        {
            using var inner = NewDisposeScope();
            using var forward = new WindowChain(model, Seeded, windows, model.ZeroState(B));
            return Enumerable.Range(0, windows).Average(_ => forward.Next()!.item<double>());
        }

        using (var chain = new WindowChain(model, Seeded, windows, model.ZeroState(B)) { Share = 1.0 / windows })
            while (!chain.IsDone) chain.Next()?.Dispose();

        // Along its gradient a loss grows by the gradient's length.
        var gradient = Gradient(model);
        var length = gradient.norm().item<double>();
        const double Step = 5e-3;
        Move(model, gradient, Step / length);
        var ahead = Loss();
        Move(model, gradient, -2 * Step / length);
        Assert.Equal(1, (ahead - Loss()) / (2 * Step) / length, 0.01);
    }

    [Fact]
    public void Of_ten_times_the_windows_three_times_the_states_are_kept_and_no_more_tensors()
    {
        var (few, many) = (Peak(10), Peak(100));

        Assert.InRange(few.States, 1, (2 * 4) + 1);
        Assert.InRange(many.States, 1, (2 * 10) + 1);
        // Beside the states nothing grows: a window's activations are freed before the next one is read.
        Assert.Equal(few.Tensors - few.States, many.Tensors - many.States, 6.0);
    }

    [Fact]
    public void Random_truncation_has_the_mean_of_the_full_gradient_and_a_spread_and_windows_have_a_bias()
    {
        const int Windows = 6, Draws = 600;
        const double Cut = 0.4;
        var (model, tokens) = (Model("rnn"), Tokens(Windows));
        var full = Chained(model, tokens, new Stretch(0, Windows), 1.0 / Windows, 1);

        var window = Sum(Enumerable.Range(0, Windows).Select(w => Chained(model, tokens, new Stretch(w, 1), 1.0 / Windows, 1)));
        var draws = stack(Enumerable.Range(1, Draws).Select(epoch => Estimate(model, tokens, Windows, Cut, epoch)));

        // The squared distance of a mean of n draws is, in the mean, the sum of their variances over n.
        var expected = draws.var([0]).sum().item<double>() / Draws;
        var ofMean = draws.mean([0]).sub(full).pow(2).sum().item<double>();
        var ofWindow = window.sub(full).pow(2).sum().item<double>();
        Assert.True(expected > 0);
        Assert.InRange(ofMean / expected, 0, 3);
        Assert.True(ofWindow > 10 * expected, $"windows are {ofWindow} away, chance makes {expected}");
        Assert.True(ofWindow > 1e-4 * full.pow(2).sum().item<double>());
    }

    [Fact]
    public void Without_cuts_random_truncation_is_the_full_gradient()
    {
        var (model, tokens) = (Model("gru"), Tokens(5));
        var full = Chained(model, tokens, new Stretch(0, 5), 1.0 / 5, 1);

        Assert.Equal(0, Estimate(model, tokens, 5, 0, 1).sub(full).abs().max().item<double>());
    }

    public void Dispose() => scope.Dispose();

    /// <summary>The gradients of all stretches of an epoch, as the mean over its windows.</summary>
    private static Tensor Estimate(LanguageModel model, Tensor tokens, int windows, double cut, int epoch)
    {
        var plan = TruncationPlan.For(cut, windows, new TrialSeeds(7), epoch);
        var stretches = Enumerable.Range(0, plan.Steps).Select(plan.At).Distinct();
        return Sum(stretches.Select(one => Chained(model, tokens, one, plan.Share, plan.Pass))).div(plan.Share * windows);
    }

    private static Tensor Chained(LanguageModel model, Tensor tokens, Stretch stretch, double share, double pass)
    {
        using var inner = NewDisposeScope();
        var before = model.ZeroState(B);
        if (stretch.First > 0) before = model.Next(tokens.narrow(0, 0, stretch.First * T), before).State;
        using var chain = new WindowChain(model, number => Window(tokens, stretch.First + number), stretch.Count, before)
        {
            Share = share,
            Pass = pass,
        };
        while (!chain.IsDone) chain.Next();
        return Gradient(model).MoveToOuterDisposeScope();
    }

    private static (int States, long Tensors) Peak(int windows)
    {
        var (model, tokens) = (Model("lstm"), Tokens(windows));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using var chain = new WindowChain(model, number => Window(tokens, number), windows, model.ZeroState(B));
        var (states, tensors) = (0, 0L);
        while (!chain.IsDone)
        {
            chain.Next()?.Dispose();
            states = Math.Max(states, chain.Kept);
            tensors = Math.Max(tensors, (DisposeScopeManager.Statistics.ThreadTotalLiveCount - before) / model.Options.Cell.States.Count);
        }
        return (states, tensors);
    }

    private static Batch Window(Tensor tokens, int number) => new(tokens.narrow(0, number * T, T), tokens.narrow(0, (number * T) + 1, T));

    private static Tensor Sum(IEnumerable<Tensor> tensors) => stack(tensors).sum([0]);

    private static Tensor Gradient(LanguageModel model) =>
        cat([.. model.parameters().Select(parameter => parameter.grad!.reshape(-1))]).to(float64);

    private static Tensor Tokens(int windows)
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, ((windows * T) + 1) * B).Select(_ => (long)random.Next(V)).ToArray();
        return tensor(numbers).view((windows * T) + 1, B);
    }

    private static void Move(LanguageModel model, Tensor direction, double by)
    {
        using var none = no_grad();
        var parts = direction.split([.. model.parameters().Select(parameter => parameter.numel())]);
        foreach (var (parameter, part) in model.parameters().Zip(parts))
            parameter.add_(part.view(parameter.shape).to(float32).mul(tensor((float)by)));
    }

    private static LanguageModel Masked(string cell)
    {
        var model = Model(cell, options => options with
        {
            Layers = 2,
            Dropout = 0.3,
            Extras = new() { DropoutInput = 0.2, DropoutOutput = 0.2 },
        });
        model.train();
        return model;
    }

    private static LanguageModel Model(string cell, Func<LanguageModelOptions, LanguageModelOptions>? change = null)
    {
        manual_seed(2);
        var options = new LanguageModelOptions { Cell = CellCatalog.Default[cell], Vocabulary = V, Hidden = 5, BackThroughState = true };
        var model = new LanguageModel(change?.Invoke(options) ?? options, CPU);
        using var none = no_grad();
        // Large recurrent weights, so that what lies before a window matters.
        var recurrent = model.named_parameters().Where(p => p.name.Contains("weight_hh", StringComparison.Ordinal));
        foreach (var (_, weight) in recurrent) weight.mul_(2);
        return model;
    }
}
