using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Sessions;

/// <summary>A program that asks for a GPU gets one; no libtorch has a say in that.</summary>
public sealed class ProgramDeviceTests : IDisposable
{
    private readonly SweepCommand sweep = new() { Libtorch = new LibtorchProbe { Problem = "nobody may ask" } };
    private HostRequest? asked;

    public ProgramDeviceTests()
    {
        sweep.Write("p.yaml", "method: grid\nmetric: loss\ncommand: [sh, -c, 'exit 0']\nparameters: {a: [1, 2, 3]}\n");
        sweep.Host = request => new ScriptedSweep((asked = request).LedgerPath, _ => 1);
    }

    public void Dispose() => sweep.Dispose();

    [Theory]
    [InlineData("resources={gpus: 1}", null, "cuda:0/0 cuda:1/0")]
    [InlineData("resources={gpus: 0.5}", null, "cuda:0/0 cuda:1/0 cuda:0/1 cuda:1/1")]
    [InlineData("resources={gpus: 1}", "3", "cuda:0/0")]
    public async Task A_share_of_a_gpu_is_taken_of_those_that_its_user_lets_it_see(string ask, string? visible, string slots)
    {
        sweep.Gpus = new([8L << 30, 8L << 30, 0, 0], "a test");
        if (visible is null) sweep.Gpus = new([8L << 30, 8L << 30], "a test");
        else sweep.Variables["CUDA_VISIBLE_DEVICES"] = visible;

        var said = await sweep.Run("run", "p.yaml", "--set", ask);

        Assert.True(asked is not null, said.Error);
        Assert.Equal(slots, string.Join(' ', asked.Slots));
    }

    [Fact]
    public async Task The_option_comes_before_the_file()
    {
        await sweep.Run("run", "p.yaml", "--set", "resources={gpus: 1}", "--device", "cpu", "--workers", "1");

        Assert.Equal("cpu/0", string.Join(' ', asked!.Slots));
    }

    [Fact]
    public async Task Where_there_is_none_that_is_said_before_anything_starts()
    {
        var said = await sweep.Run("run", "p.yaml", "--set", "resources={gpus: 1}");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("'resources.gpus' is 1: the program wants a GPU, and by nobody there is none here", said.Error);
        Assert.Contains("take 'resources.gpus' out of the sweep file, or give --device cpu", said.Error);
    }

    [Fact]
    public async Task A_program_that_asks_for_none_does_not_see_them_and_that_is_said()
    {
        sweep.Gpus = new([0, 0], "a test");

        var said = await sweep.Run("run", "p.yaml", "--workers", "1");

        Assert.Contains("; 2 GPUs hidden from the program, which asks for none ('resources: {gpus: 1}')", said.Error);
    }
}
