using Sweep.Models.Native;
using Sweep.Models.Runtime;
using TorchSharp;

namespace Sweep.Models.Tests.Runtime;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Cpu_is_always_there_and_has_memory()
    {
        var device = TorchRuntime.ParseDevice("cpu");

        Assert.Equal(DeviceType.CPU, device.type);
        Assert.True(TorchRuntime.MemoryBytes(device) > 1L << 20);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("CPU")]
    [InlineData("")]
    public void Rejects_a_name_that_is_no_device(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => TorchRuntime.ParseDevice(name));

        Assert.Contains($"Device '{name}' is unknown: expected cpu, cuda or cuda:N", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_cuda_names_the_way_out()
    {
        Assert.SkipWhen(Libtorch.Load().CudaAvailable, "this machine has CUDA");

        var error = Assert.Throws<ArgumentException>(() => TorchRuntime.ParseDevice("cuda:0"));

        Assert.Contains("Device 'cuda:0' is absent", error.Message, StringComparison.Ordinal);
        Assert.Contains("SWEEP_LIBTORCH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_device_tells_name_and_memory()
    {
        Assert.SkipUnless(Libtorch.Load().CudaAvailable, "this machine has no CUDA");

        var device = TorchRuntime.ParseDevice("cuda");

        Assert.Equal(0, device.index);
        Assert.True(TorchRuntime.MemoryBytes(device) > 1L << 30);
        Assert.NotEmpty(TorchRuntime.Name(device)!);
    }

    [Fact]
    public void Rejects_zero_threads() => Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.UseThreads(0));
}
