using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Sessions;

/// <summary>What a trial is predicted to take decides what runs beside it, and whether it may start at all.</summary>
public sealed class MemoryRefusalTests : IDisposable
{
    private const string Sizes = """
        name: sizes
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          hidden: [64, 8192]
          epochs: 1
        """;

    private readonly SweepCommand sweep = new();
    private HostRequest? asked;

    public MemoryRefusalTests()
    {
        sweep.Write("sizes.yaml", Sizes);
        sweep.Host = request => new ScriptedSweep((asked = request).LedgerPath, _ => 1);
    }

    [Fact]
    public async Task A_trial_that_fits_no_device_is_refused_at_once_and_named()
    {
        sweep.MachineMemory = 1L << 30;

        var said = await sweep.Run("run", "sizes.yaml");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("trial sizes/1 (hidden=8192) asks for ", said.Error);
        Assert.Contains("the largest device here, cpu, has 1.0 GiB for trials", said.Error);
        Assert.Contains("make it smaller (hidden, layers, batch_size, num_steps)", said.Error);
        Assert.False(File.Exists(sweep.Ledger), "a ledger was written");
    }

    [Fact]
    public async Task Where_not_all_fit_side_by_side_each_takes_what_it_asks_for()
    {
        sweep.MachineMemory = 10L << 30;

        var said = await sweep.Run("run", "sizes.yaml", "--workers", "4");
        Assert.True(asked is not null, said.Error);

        var device = Assert.Single(asked.Devices);
        Assert.Equal(("cpu", 4, 10L << 30), (device.Device, (int)device.Units, device.MemoryBytes));
    }

    [Fact]
    public async Task Where_all_fit_side_by_side_nothing_is_counted()
    {
        sweep.MachineMemory = 1L << 40;

        var said = await sweep.Run("run", "sizes.yaml", "--workers", "4");
        Assert.True(asked is not null, said.Error);

        Assert.Equal(SlotList.Cpu(4), asked.Slots);
        Assert.Empty(asked.Devices);
    }

    [Fact]
    public async Task A_gpu_that_is_too_small_is_named_with_its_memory()
    {
        sweep.Libtorch = sweep.Libtorch with { Devices = ["small", "larger"], DeviceMemory = [1L << 30, 2L << 30] };

        var said = await sweep.Run("run", "sizes.yaml", "--device", "cuda");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("the largest device here, cuda:1, has 2.0 GiB for trials", said.Error);
    }

    [Fact]
    public async Task Only_as_many_trials_share_a_gpu_as_its_memory_holds()
    {
        sweep.Libtorch = sweep.Libtorch with { Devices = ["gpu"], DeviceMemory = [10L << 30] };

        await sweep.Run("run", "sizes.yaml", "--device", "cuda", "--set", "resources={gpus: 0.25, memory: 4 GiB}");

        Assert.Equal(["cuda:0/0", "cuda:0/1"], asked!.Slots.Select(slot => slot.ToString()));
    }

    [Fact]
    public async Task A_plan_says_what_its_trials_take()
    {
        var said = await sweep.Run("plan", "sizes.yaml");

        Assert.Matches(
            @"memory: [\d.]+ MiB \(trial 0\) to [\d.]+ GiB \(trial 1\) predicted on the cpu; a trial asks for [\d.]+ MiB to [\d.]+ GiB",
            said.Error);
    }

    [Fact]
    public async Task A_plan_says_when_the_file_decides()
    {
        var said = await sweep.Run("plan", "sizes.yaml", "--set", "resources.memory=3 GiB");

        Assert.Contains("predicted on the cpu; a trial asks for 3.0 GiB (resources.memory)", said.Error);
    }

    [Fact]
    public async Task Priority_of_the_command_line_is_the_last_word()
    {
        await sweep.Run("run", "sizes.yaml", "--set", "priority=3", "--priority", "7");

        Assert.Matches(@"(?m)^priority: 7$", (await sweep.Run("show", "sizes", "--yaml")).Out);
    }

    [Fact]
    public async Task Priority_out_of_its_range_is_refused_with_the_range()
    {
        var said = await sweep.Run("run", "sizes.yaml", "--priority", "101");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("-100", said.Error);
    }

    public void Dispose() => sweep.Dispose();
}
