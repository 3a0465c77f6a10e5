using System.Runtime.InteropServices;
using Sweep.Experiments.Training.Checkpoints;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

public sealed class TensorCopiesTests
{
    [Fact]
    public void The_next_copy_has_the_new_numbers_in_the_same_memory()
    {
        using var tensor = zeros(2, 3);
        var copies = new TensorCopies();
        var first = copies.Take([new SavedTensor("w", tensor)])["w"];

        tensor.fill_(1.5f);
        var second = copies.Take([new SavedTensor("w", tensor)])["w"];

        Assert.Equal(Enumerable.Repeat(1.5f, 6), MemoryMarshal.Cast<byte, float>(second.Bytes.Span).ToArray());
        Assert.True(first.Bytes.Equals(second.Bytes));
    }

    [Fact]
    public void Two_sets_of_copies_share_nothing()
    {
        using var tensor = zeros(4);
        var (best, last) = (new TensorCopies(), new TensorCopies());
        var kept = best.Take([new SavedTensor("w", tensor)])["w"];

        tensor.fill_(1f);
        last.Take([new SavedTensor("w", tensor)]);

        Assert.All(kept.Bytes.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_tensor_that_changed_its_size_gets_new_memory()
    {
        using var small = ones(2);
        using var large = ones(5);
        var copies = new TensorCopies();
        copies.Take([new SavedTensor("w", small)]);

        var taken = copies.Take([new SavedTensor("w", large)])["w"];

        Assert.Equal([5L], taken.Shape);
        Assert.Equal(20, taken.Bytes.Length);
    }
}
