using Sweep.Client.Hosting;

namespace Sweep.Client.Tests.Hosting;

public sealed class SlotListTests
{
    [Fact]
    public void Cpu_has_one_slot_per_worker() => Assert.Equal(["cpu/0", "cpu/1"], SlotList.Cpu(2).Select(slot => slot.ToString()));

    [Fact]
    public void Each_gpu_has_one_slot_by_default() =>
        Assert.Equal(["cuda:0/0", "cuda:1/0"], SlotList.Cuda(2, null, 1).Select(slot => slot.ToString()));

    [Fact]
    public void Trials_that_need_a_quarter_share_a_gpu_by_four() =>
        Assert.Equal(["cuda:0/0", "cuda:0/1", "cuda:0/2", "cuda:0/3"], SlotList.Cuda(1, null, 0.25).Select(slot => slot.ToString()));

    [Fact]
    public void Third_of_a_gpu_fits_three_times() => Assert.Equal(3, SlotList.Cuda(1, null, 1.0 / 3).Count);

    [Fact]
    public void Asked_workers_spread_over_the_gpus() =>
        Assert.Equal(["cuda:0/0", "cuda:1/0", "cuda:0/1"], SlotList.Cuda(2, 3, 1).Select(slot => slot.ToString()));

    [Fact]
    public void Many_slots_are_described_by_their_ends()
    {
        Assert.Equal("2 slots (cpu/0, cpu/1)", SlotList.Describe(SlotList.Cpu(2)));
        Assert.Equal("9 slots (cpu/0 .. cpu/8)", SlotList.Describe(SlotList.Cpu(9)));
    }
}
