using CsCheck;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class BatchPlanTests
{
    private static readonly Gen<(int Tokens, BatchShape Shape, long Seed, int Epoch)> Epochs =
        from size in Gen.Int[1, 8]
        from steps in Gen.Int[1, 12]
        from sampling in Gen.Enum<Sampling>()
        from spare in Gen.Int[0, 200]
        from seed in Gen.Long
        from epoch in Gen.Int[0, 1000]
        let shape = new BatchShape(size, steps, sampling)
        select ((int)shape.MinTokens + spare, shape, seed, epoch);

    [Fact]
    public void Windows_start_where_the_course_starts_them()
    {
        foreach (var made in EpochCase.All)
        {
            var plan = BatchPlan.For(made.Tokens, made.Shape, made.Seed, made.Epoch);

            Assert.Equal(made.X.Length, plan.Count);
            Assert.Equal(made.X.SelectMany(rows => rows).Select(row => (long)row[0]), plan.Starts.ToArray());
        }
    }

    [Fact]
    public void Every_window_and_its_targets_lie_in_the_stream_and_no_token_is_read_twice() => Epochs.Sample(e =>
    {
        var plan = BatchPlan.For(e.Tokens, e.Shape, e.Seed, e.Epoch);
        var read = plan.Starts.ToArray().SelectMany(start => Enumerable.Range((int)start, e.Shape.NumSteps)).ToArray();
        return read.Min() >= plan.Offset && read.Max() + 1 < e.Tokens && read.Distinct().Count() == read.Length;
    });

    [Fact]
    public void A_stream_of_the_least_length_gives_a_batch_at_every_offset_and_one_token_less_does_not() => Epochs.Sample(e =>
    {
        var least = (int)e.Shape.MinTokens;
        return e.Shape.Batches(least, e.Shape.MaxOffset) == 1 && e.Shape.Batches(least - 1, e.Shape.MaxOffset) == 0;
    });

    [Fact]
    public void A_sequential_row_goes_on_where_it_ended_in_the_batch_before() =>
        Epochs.Where(e => e.Shape.Sampling == Sampling.Sequential).Sample(e =>
    {
        var plan = BatchPlan.For(e.Tokens, e.Shape, e.Seed, e.Epoch);
        var starts = plan.Starts.ToArray();
        return starts.Zip(starts.Skip(e.Shape.BatchSize)).All(pair => pair.Second == pair.First + e.Shape.NumSteps);
    });

    [Fact]
    public void All_offsets_come_up_and_epochs_differ()
    {
        var shape = new BatchShape(2, 4, Sampling.Random);
        var plans = Enumerable.Range(0, 200).Select(epoch => BatchPlan.For(60, shape, 3, epoch)).ToArray();

        Assert.Equal([0, 1, 2, 3], plans.Select(plan => plan.Offset).Distinct().Order());
        Assert.True(plans.Select(plan => string.Join(' ', plan.Starts.ToArray())).Distinct().Count() > 190);
    }

    [Fact]
    public void Sequential_offsets_reach_num_steps_itself()
    {
        var shape = new BatchShape(2, 4, Sampling.Sequential);

        var offsets = Enumerable.Range(0, 200).Select(epoch => BatchPlan.For(60, shape, 3, epoch).Offset);

        Assert.Equal([0, 1, 2, 3, 4], offsets.Distinct().Order());
    }

    [Fact]
    public void A_stream_shorter_than_a_batch_is_refused_with_the_numbers()
    {
        var error = Assert.Throws<ArgumentException>(() => BatchPlan.For(10, new BatchShape(2, 5, Sampling.Random), 0, 0));

        Assert.Contains("at least 15 tokens", error.Message);
        Assert.Contains("found 10", error.Message);
    }
}
