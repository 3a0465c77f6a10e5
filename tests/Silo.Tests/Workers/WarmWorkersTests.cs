using Sweep.Contracts;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <summary>Idle workers keep what their last trial took; they stay only where that fits beside what runs.</summary>
public sealed class WarmWorkersTests
{
    private static readonly DeviceOffer Gpu = new() { Device = "cuda:0", MemoryBytes = 80L << 30 };

    [Fact]
    public void Workers_of_a_running_sweep_stay_warm() =>
        Assert.Empty(WarmWorkers.Surplus(Gpu, Need(0.25), [Busy(0, 0.25), Idle(1, 0.25), Idle(2, 0.25)], isShort: false));

    [Fact]
    public void A_trial_with_the_whole_device_has_it_to_itself() =>
        Assert.Equal([1, 2, 3], WarmWorkers.Surplus(Gpu, Need(1), [Idle(1, 0.25), Idle(2, 0.25), Idle(3, 0.25)], isShort: false));

    [Fact]
    public void As_many_stay_as_there_is_room_for_small_indices_first() =>
        Assert.Equal([3], WarmWorkers.Surplus(Gpu, Need(0.5), [Idle(3, 0.25), Idle(2, 0.25), Idle(1, 0.25)], isShort: false));

    [Fact]
    public void Memory_counts_as_well_as_shares() =>
        Assert.Equal([2], WarmWorkers.Surplus(Gpu, Need(0.25, 40), [Idle(1, 0.25, 30), Idle(2, 0.25, 20)], isShort: false));

    [Fact]
    public void After_a_trial_that_ran_out_of_memory_no_idle_worker_stays() =>
        Assert.Equal([1], WarmWorkers.Surplus(Gpu, Need(0.5), [Idle(1, 0.25), Busy(2, 0.25)], isShort: true));

    [Fact]
    public void A_slot_without_a_worker_takes_nothing() =>
        Assert.Empty(WarmWorkers.Surplus(Gpu, Need(1), [new WorkerHold(1, IsIdle: false, Need: null)], isShort: false));

    private static SlotNeed Need(double share, int gib = 0) => new() { Share = share, MemoryBytes = (long)gib << 30 };

    private static WorkerHold Idle(int index, double share, int gib = 0) => new(index, IsIdle: true, Need(share, gib));

    private static WorkerHold Busy(int index, double share) => new(index, IsIdle: false, Need(share));
}
