using System.Diagnostics;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Experiments.Worker;

namespace Sweep.Client.Tests.Verbs;

/// <summary>The first Ctrl-C ends whatever has nothing to wind down.</summary>
public sealed class InterruptTests
{
    /// <summary>More than a pipe holds: it can only be written when somebody reads it.</summary>
    private const int MoreThanAPipe = 200_000;

    [Fact]
    public async Task Verb_that_waits_for_the_rest_of_its_sweep_file_ends_at_once_with_130()
    {
        using var process = Process.Start(new ProcessStartInfo(SweepProcess.Executable, ["validate", "/dev/stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync($"# {new string('x', MoreThanAPipe)}\n".AsMemory(), TestContext.Current.CancellationToken);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        ProcessGroup.Terminate(process.Id);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
        Assert.Equal("sweep: interrupted\n", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
