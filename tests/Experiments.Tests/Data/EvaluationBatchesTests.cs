using CsCheck;
using Sweep.Experiments.Data;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Data;

public class EvaluationBatchesTests
{
    private static readonly Gen<Corpus> Corpora =
        from train in Gen.Int[1, 200]
        from heldOut in Gen.Frequency((3, Gen.Int[1, 300]), (1, Gen.Int[4000, 9000]))
        select Counting(train, heldOut);

    [Fact]
    public void Every_held_out_token_is_predicted_exactly_once() => Corpora.Sample(corpus =>
    {
        var scored = Whole(Plan(corpus)).Targets.Where(target => target != EvaluationBatches.NotScored).Order();
        Assert.Equal(corpus.Validation.ToArray().Select(token => (long)token), scored);
    }, iter: 200);

    [Fact]
    public void Every_target_follows_its_input_and_every_row_is_contiguous() => Corpora.Sample(corpus =>
    {
        var plan = Plan(corpus);
        var (inputs, targets) = Whole(plan);
        for (var cell = 0; cell < targets.Length; cell++)
        {
            if (targets[cell] == EvaluationBatches.NotScored) continue;
            Assert.Equal(targets[cell] - 1, inputs[cell]);
            if (cell >= plan.Rows) Assert.Equal(inputs[cell] - 1, inputs[cell - plan.Rows]);
        }
    }, iter: 200);

    [Fact]
    public void Every_row_is_warmed_up_on_what_comes_before_it()
    {
        var plan = Plan(Counting(train: 1000, heldOut: 200));
        var (inputs, targets) = Whole(plan);

        Assert.Equal((3, 64), (plan.Rows, plan.WarmUp));
        // 200 tokens in 3 rows of 67: their first targets are tokens 1000, 1067, 1134;
        // each row begins 64 tokens before the input of its first target.
        Assert.Equal([935, 1002, 1069], inputs[..3]);
        Assert.All(targets[..(64 * 3)], target => Assert.Equal(EvaluationBatches.NotScored, target));
        Assert.Equal([1000, 1067, 1134], targets[(64 * 3)..(65 * 3)]);
    }

    [Fact]
    public void A_short_training_part_shortens_the_warm_up()
    {
        var plan = Plan(Counting(train: 3, heldOut: 2));
        var (inputs, targets) = Whole(plan);

        Assert.Equal((1, 2, 4), (plan.Rows, plan.WarmUp, plan.Steps));
        Assert.Equal([0, 1, 2, 3], inputs);
        Assert.Equal([-100, -100, 3, 4], targets);
    }

    [Fact]
    public void The_places_that_are_scored_are_those_with_a_target() => Corpora.Sample(corpus =>
    {
        using var scope = NewDisposeScope();
        using var batches = new EvaluationBatches(corpus, CPU);
        for (var k = 0; k < batches.Count; k++)
        {
            var places = batches[k].Y.data<long>().ToArray().Index()
                .Where(one => one.Item != EvaluationBatches.NotScored).Select(one => (long)one.Index);
            Assert.Equal(places, batches.Scored(k));
        }
    }, iter: 100);

    [Fact]
    public void Batches_in_a_row_are_the_whole_plan()
    {
        using var scope = NewDisposeScope();
        var corpus = Counting(train: 500, heldOut: 1000);
        var plan = Plan(corpus);
        using var batches = new EvaluationBatches(corpus, CPU);

        var inputs = Enumerable.Range(0, batches.Count).SelectMany(k => batches[k].X.data<long>().ToArray());
        var targets = Enumerable.Range(0, batches.Count).SelectMany(k => batches[k].Y.data<long>().ToArray());

        Assert.Equal(Whole(plan).Inputs, inputs);
        Assert.Equal(Whole(plan).Targets, targets);
        Assert.Equal((1000, 15), (batches.Predictions, batches.Rows));
        Assert.True(batches[0].X.is_contiguous());
    }

    [Fact]
    public void Batches_that_are_uploaded_one_by_one_are_the_same()
    {
        using var scope = NewDisposeScope();
        var corpus = Counting(train: 100, heldOut: 3000);
        using var uploaded = new EvaluationBatches(corpus, CPU);
        using var streamed = new EvaluationBatches(corpus.Train, corpus.Validation, CPU, mostUploaded: 2999);

        Assert.Equal(uploaded.Count, streamed.Count);
        for (var k = 0; k < uploaded.Count; k++)
        {
            Assert.Equal(uploaded[k].X.data<long>().ToArray(), streamed[k].X.data<long>().ToArray());
            Assert.Equal(uploaded[k].Y.data<long>().ToArray(), streamed[k].Y.data<long>().ToArray());
        }
    }

    [Fact]
    public void The_loss_that_ignores_unscored_targets_is_the_mean_over_the_held_out_tokens()
    {
        // Even odds over 2,000 tokens cost ln 2000 nats each, whatever the cutting.
        using var scope = NewDisposeScope();
        using var batches = new EvaluationBatches(Counting(train: 900, heldOut: 1100), CPU);
        var total = 0.0;

        for (var k = 0; k < batches.Count; k++)
        {
            var even = zeros(batches[k].Y.NumberOfElements, 2000);
            total += nn.functional.cross_entropy(
                even, batches[k].Y.view(-1), ignore_index: EvaluationBatches.NotScored, reduction: nn.Reduction.Sum).item<float>();
        }

        Assert.Equal(Math.Log(2000), total / batches.Predictions, 1e-4);
    }

    [Fact]
    public void A_corpus_without_a_tail_is_refused() =>
        Assert.Throws<ArgumentException>(() => Plan(Counting(train: 10, heldOut: 0)));

    private static EvaluationPlan Plan(Corpus corpus) => new(corpus.Train, corpus.Validation);

    private static (long[] Inputs, long[] Targets) Whole(EvaluationPlan plan) => plan.Read(0, plan.Steps);

    // Token number = position, so that a test sees where a token comes from.
    private static Corpus Counting(int train, int heldOut) => new()
    {
        Name = "counting",
        Sha256 = "",
        Token = TokenKind.Word,
        Vocabulary = new Vocabulary([Vocabulary.Unknown]),
        Tokens = Enumerable.Range(0, train + heldOut).ToArray(),
        HeldOut = heldOut,
    };
}
