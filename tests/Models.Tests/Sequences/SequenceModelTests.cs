using Sweep.Models.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Sequences;

public sealed class SequenceModelTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, bool, AttentionKind> Models
    {
        get
        {
            var data = new TheoryData<string, bool, AttentionKind>();
            foreach (var cell in new[] { "rnn", "gru", "lstm" })
                foreach (var attention in Enum.GetValues<AttentionKind>()) data.Add(cell, attention == AttentionKind.Additive, attention);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Neither_padding_nor_the_neighbours_in_a_batch_change_the_loss_of_a_pair(
        string cell, bool bidirectional, AttentionKind attention)
    {
        using var model = SmallPairs.Model(cell, 2, bidirectional, attention);

        var together = model.Score(SmallPairs.Batch(sourceLength: 9, targetLength: 7), longest: 1).SumNats;
        var alone = Enumerable.Range(0, SmallPairs.B)
            .Sum(b => model.Score(SmallPairs.Batch([b], SmallPairs.Source(b).Length, SmallPairs.Target(b).Length + 1), 1).SumNats);

        Assert.Equal(alone, together, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_beam_of_one_writes_what_greedy_decoding_writes(string cell, bool bidirectional, AttentionKind attention)
    {
        using var model = SmallPairs.Model(cell, 2, bidirectional, attention);

        var greedy = model.Score(SmallPairs.Batch(), longest: 8).Written;

        for (var b = 0; b < SmallPairs.B; b++)
        {
            using var beam = new SequenceBeam(model, SmallPairs.Source(b), CPU);
            Assert.Equal(greedy[b], new BeamSearch(1, 8).Search(beam).Tokens);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_a_beam_finds_has_the_loss_that_the_model_gives_it(string cell, bool bidirectional, AttentionKind attention)
    {
        using var model = SmallPairs.Model(cell, 2, bidirectional, attention);
        using var beam = new SequenceBeam(model, SmallPairs.Source(1), CPU);

        var found = new BeamSearch(5, 6).Search(beam);

        long[] read = [SpecialTokens.Begin, .. found.Tokens];
        long[] right = found.HasEnded ? [.. found.Tokens, SpecialTokens.End] : [.. found.Tokens, EvaluationResult.NotScored];
        var batch = SmallPairs.Batch([1]) with { Inputs = tensor(read).view(-1, 1), Targets = tensor(right).view(-1, 1) };
        Assert.Equal(-found.LogProbability, model.Score(batch, longest: 1).SumNats, 1e-4);
    }

    [Fact]
    public void Where_nothing_is_taught_the_decoder_reads_its_own_greedy_tokens()
    {
        using var model = SmallPairs.Model("gru");
        var batch = SmallPairs.Batch([1]);
        var own = model.Score(batch, SmallPairs.T).Written;
        long[] read = [SpecialTokens.Begin, .. own[0].Select(token => (long)token)];
        Assert.Equal(SmallPairs.T, own[0].Length);

        var free = model.TrainStep(batch, _ => false).item<float>();
        var forced = model.TrainStep(batch with { Inputs = tensor(read[..SmallPairs.T]).view(-1, 1) }).item<float>();

        Assert.Equal(forced, free, 1e-6);
        Assert.NotEqual(model.TrainStep(batch).item<float>(), free);
        Assert.Equal(model.TrainStep(batch).item<float>(), model.TrainStep(batch, _ => true).item<float>());
    }

    [Fact]
    public void A_batch_of_the_wrong_shape_is_refused_before_libtorch_sees_it()
    {
        using var model = SmallPairs.Model("gru");
        var batch = SmallPairs.Batch();

        Assert.Throws<ArgumentException>(() => model.TrainStep(batch with { Lengths = [1, 2] }));
        Assert.Throws<ArgumentException>(() => model.TrainStep(batch with { Lengths = [1, 2, 6] }));
        Assert.Throws<ArgumentException>(() => model.Score(batch with { Targets = batch.Source }, longest: 1));
    }

    public void Dispose() => scope.Dispose();
}
