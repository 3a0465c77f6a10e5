using CsCheck;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class CorpusLengthTests
{
    private static readonly Corpus Thousand = CorpusBuilder.Build(
        new CorpusText { Name = "letters", Text = new string('x', 1000), Sha256 = "" }, new CorpusOptions());

    [Fact]
    public void A_long_enough_corpus_has_no_problem() =>
        Assert.Null(CorpusLength.Problem(Thousand, new BatchShape(25, 35, Sampling.Sequential) with { BatchSize = 24 }));

    [Fact]
    public void One_token_too_few_is_said_in_one_sentence_with_the_numbers_and_the_way_out()
    {
        // 900 tokens are left to train on; 25 x 35 + 35 + 1 = 911.
        Assert.Equal(
            "corpus 'letters' is shorter than one batch: batch_size 25 x num_steps 35 with sequential sampling needs 911 tokens " +
                "to train on, "
            + "found 900 (1000 less 100 held out); lower batch_size, num_steps or validation, or take a longer text",
            CorpusLength.Problem(Thousand, new BatchShape(25, 35, Sampling.Sequential)));
    }

    [Fact]
    public void A_tail_without_a_token_is_a_problem()
    {
        var tiny = CorpusBuilder.Build(new CorpusText { Name = "tiny", Text = "abcdefghi", Sha256 = "" }, new CorpusOptions());

        Assert.StartsWith(
            "corpus 'tiny' leaves no token to validate on", CorpusLength.Problem(tiny, new BatchShape(1, 1, Sampling.Random)));
    }

    [Fact]
    public void Whatever_has_no_problem_gives_batches_in_every_epoch() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 60], Gen.Enum<Sampling>(), Gen.Long).Sample((size, steps, sampling, seed) =>
        {
            var shape = new BatchShape(size, steps, sampling);
            return CorpusLength.Problem(Thousand, shape) is not null || BatchPlan.For(Thousand.Train.Length, shape, seed, 0).Count >= 1;
        });

    [Fact]
    public void Impossible_shapes_are_named()
    {
        Assert.Equal("batch_size: expected at least 1, found 0", CorpusLength.Problem(Thousand, new BatchShape(0, 1, Sampling.Random)));
        Assert.Equal("num_steps: expected at least 1, found -1", CorpusLength.Problem(Thousand, new BatchShape(1, -1, Sampling.Random)));
    }

    [Fact]
    public void Sizes_beyond_any_memory_do_not_overflow() =>
        Assert.NotNull(CorpusLength.Problem(Thousand, new BatchShape(int.MaxValue, int.MaxValue, Sampling.Sequential)));
}
