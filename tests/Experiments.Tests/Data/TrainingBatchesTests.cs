using Sweep.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Data;

public class TrainingBatchesTests
{
    [Fact]
    public void Batches_are_those_of_the_course_time_major()
    {
        foreach (var made in EpochCase.All)
        {
            using var scope = NewDisposeScope();
            using var batches = new TrainingBatches(Enumerable.Range(0, made.Tokens).ToArray(), made.Shape, CPU);
            using var epoch = batches.Epoch(made.Seed, made.Epoch);

            Assert.Equal(made.X.Length, epoch.Count);
            Assert.Equal((long)made.X.Length * made.Shape.BatchSize * made.Shape.NumSteps, epoch.Predictions);
            for (var k = 0; k < epoch.Count; k++)
            {
                Assert.Equal([made.Shape.NumSteps, made.Shape.BatchSize], epoch[k].X.shape);
                Assert.Equal(TimeMajor(made.X[k]), epoch[k].X.data<long>().ToArray());
                Assert.Equal(TimeMajor(made.Y[k]), epoch[k].Y.data<long>().ToArray());
            }
        }
    }

    [Fact]
    public void A_batch_is_contiguous_and_int64_so_that_it_can_be_flattened()
    {
        using var scope = NewDisposeScope();
        using var batches = new TrainingBatches(Enumerable.Range(0, 50).ToArray(), new BatchShape(3, 4, Sampling.Random), CPU);
        using var epoch = batches.Epoch(1, 0);

        Assert.True(epoch[1].X.is_contiguous() && epoch[1].Y.is_contiguous());
        Assert.Equal((ScalarType.Int64, ScalarType.Int64), (epoch[1].X.dtype, epoch[1].Y.dtype));
    }

    [Fact]
    public void Going_on_at_a_batch_gives_what_an_undisturbed_epoch_gives()
    {
        using var scope = NewDisposeScope();
        var shape = new BatchShape(4, 5, Sampling.Random);
        using var first = new TrainingBatches(Enumerable.Range(0, 300).ToArray(), shape, CPU);
        using var second = new TrainingBatches(Enumerable.Range(0, 300).ToArray(), shape, CPU);
        using var undisturbed = first.Epoch(seed: 11, epoch: 6);
        for (var k = 0; k < undisturbed.Count; k++) _ = undisturbed[k];

        using var resumed = second.Epoch(seed: 11, epoch: 6);

        Assert.Equal(undisturbed[7].X.data<long>().ToArray(), resumed[7].X.data<long>().ToArray());
    }

    [Theory]
    [InlineData(Sampling.Random)]
    [InlineData(Sampling.Sequential)]
    public void Batches_of_a_stream_that_is_not_uploaded_are_the_same(Sampling sampling)
    {
        using var scope = NewDisposeScope();
        int[] tokens = [.. Enumerable.Range(0, 500)];
        var shape = new BatchShape(4, 5, sampling);
        using var uploaded = new TrainingBatches(tokens, shape, CPU);
        using var streamed = new TrainingBatches(tokens, shape, CPU, mostUploaded: 499);

        using var all = uploaded.Epoch(3, 2);
        using var each = streamed.Epoch(3, 2);

        Assert.Equal((all.Count, all.Predictions), (each.Count, each.Predictions));
        for (var k = 0; k < all.Count; k++)
        {
            Assert.Equal(all[k].X.data<long>().ToArray(), each[k].X.data<long>().ToArray());
            Assert.Equal(all[k].Y.data<long>().ToArray(), each[k].Y.data<long>().ToArray());
        }
    }

    [Fact]
    public void Ten_epochs_leave_no_tensor_behind()
    {
        using var batches = new TrainingBatches(Enumerable.Range(0, 100).ToArray(), new BatchShape(2, 5, Sampling.Sequential), CPU);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var epoch = 0; epoch < 10; epoch++)
        {
            using var made = batches.Epoch(0, epoch);
            for (var k = 0; k < made.Count; k++)
            {
                using var step = NewDisposeScope();
                _ = made[k].X.sum();
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_stream_shorter_than_a_batch_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TrainingBatches(new int[10], new BatchShape(2, 5, Sampling.Random), CPU));

    private static long[] TimeMajor(int[][] rows) =>
        [.. from step in Enumerable.Range(0, rows[0].Length) from row in rows select (long)row[step]];
}
