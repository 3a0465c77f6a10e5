using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>A seed gives the initial parameters that PyTorch gives for it, and in its ranges.</summary>
public sealed class InitialParameterTests
{
    private const int Seed = 20;

    public static TheoryData<int> Cases { get; } = new(Enumerable.Range(0, 3));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Same_seed_draws_the_numbers_of_PyTorch(int number)
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceCase.Read<InitialCase>("initial.json")[number];
        manual_seed(Seed);

        var model = new LanguageModel(Options(expected.Cell, expected.Embedding), CPU);

        foreach (var (name, parameter) in model.named_parameters())
        {
            var flat = parameter.reshape(-1);
            Assert.Equal(expected.FirstAndLast[name][0], flat[0].item<float>(), 1e-6f);
            Assert.Equal(expected.FirstAndLast[name][1], flat[-1].item<float>(), 1e-6f);
        }
    }

    [Fact]
    public void Layers_are_uniform_within_one_over_the_root_of_hidden_and_the_decoder_within_that_of_its_input()
    {
        using var scope = NewDisposeScope();
        manual_seed(Seed);

        var model = new LanguageModel(Options("lstm", embedding: false), CPU);

        foreach (var (name, parameter) in model.named_parameters())
        {
            var bound = 1 / Math.Sqrt(name.StartsWith("rnn", StringComparison.Ordinal) ? 16 : 32);
            Assert.InRange(parameter.abs().max().item<float>(), 0.8 * bound, bound);
        }
    }

    private static LanguageModelOptions Options(string cell, bool embedding) =>
        new ReferenceCase(2, true, embedding, 0, [], [], []).Options(cell) with
        {
            Vocabulary = 28,
            Hidden = 16,
        };

    public sealed record InitialCase(string Cell, bool Embedding, Dictionary<string, float[]> FirstAndLast);
}
