using Sweep.Models.Cells;
using Sweep.Models.Sequences;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Sequences;

/// <summary>The encoder-decoder gives PyTorch's numbers, which
/// tests/Reference/make_sequence_fixtures.py made with packed sequences.</summary>
public sealed class SequenceReferenceTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private static readonly IReadOnlyList<Case> Cases = ReferenceCase.Read<Case>("sequences.json");

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Loss_logits_and_every_gradient_are_those_of_PyTorch(int place)
    {
        var expected = Cases[place];
        using var model = SmallPairs.Model(
            expected.Cell, expected.Layers, expected.Bidirectional, Enum.Parse<AttentionKind>(expected.Attention, ignoreCase: true));
        var batch = SmallPairs.Batch();

        var (logits, _) = Decode(model, batch);
        var loss = model.TrainStep(batch).item<float>();

        Assert.Equal(expected.Loss, loss, Tolerance);
        Near(expected.Logits, logits, "logits");
        Assert.Equal(expected.Gradients.Keys, model.named_parameters().Select(p => p.name));
        foreach (var (name, parameter) in model.named_parameters()) Near(expected.Gradients[name], parameter.grad!, name);
        Assert.Equal(expected.Loss * SmallPairs.Scored, model.Score(batch, longest: 1).SumNats, 1e-4);
    }

    public void Dispose() => scope.Dispose();

    private static (Tensor Logits, RecurrentState State) Decode(SequenceModel model, SequenceBatch batch)
    {
        using var none = no_grad();
        var source = model.Encode(batch.Source, batch.Lengths);
        return model.Decode(batch.Inputs, source.State, source);
    }

    private static void Near(float[] expected, Tensor actual, string name)
    {
        var found = actual.contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.True(Math.Abs(pair.First - pair.Second) < Tolerance, name));
    }

    private sealed record Case(
        string Cell, int Layers, bool Bidirectional, string Attention, double Loss, float[] Logits, Dictionary<string, float[]> Gradients);
}

/// <summary>The pairs and the parameters of the reference script.</summary>
internal static class SmallPairs
{
    public const int S = 5, T = 4, B = 3, SourceTypes = 8, TargetTypes = 7, Scored = 9;
    private static readonly int[] SourceLengths = [3, 5, 4], TargetLengths = [4, 2, 3];

    public static SequenceModel Model(string cell, int layers = 1, bool bidirectional = false, AttentionKind attention = AttentionKind.Dot)
    {
        var model = new SequenceModel(new()
        {
            Cell = CellCatalog.Default[cell],
            SourceVocabulary = SourceTypes,
            TargetVocabulary = TargetTypes,
            Hidden = 4,
            EmbeddingSize = 3,
            Layers = layers,
            Bidirectional = bidirectional,
            Attention = attention,
        }, CPU);
        using var none = no_grad();
        foreach (var (index, (_, parameter)) in model.named_parameters().Index()) parameter.copy_(Wave.Of(parameter.shape, index));
        return model;
    }

    public static int[] Source(int b) => [.. Enumerable.Range(0, SourceLengths[b]).Select(s => 4 + ((5 * s) + (3 * b) + (s * b)) % 4)];

    public static int[] Target(int b) => [.. Enumerable.Range(0, TargetLengths[b] - 1).Select(t => 4 + ((2 * t) + b) % 3)];

    /// <summary>Some of the pairs, padded to lengths that may be greater than needed.</summary>
    public static SequenceBatch Batch(int[]? pairs = null, int sourceLength = S, int targetLength = T)
    {
        int[] rows = pairs ?? [0, 1, 2];
        return new(
            Columns(rows, sourceLength, b => Source(b), SpecialTokens.Padding), [.. rows.Select(b => SourceLengths[b])],
            Columns(rows, targetLength, b => [SpecialTokens.Begin, .. Target(b)], SpecialTokens.Padding),
            Columns(rows, targetLength, b => [.. Target(b), SpecialTokens.End], EvaluationResult.NotScored));
    }

    private static Tensor Columns(int[] rows, int length, Func<int, int[]> tokens, long filler) => tensor(
        [.. from place in Enumerable.Range(0, length)
            from b in rows
            select place < tokens(b).Length ? tokens(b)[place] : filler]).view(length, rows.Length);
}
