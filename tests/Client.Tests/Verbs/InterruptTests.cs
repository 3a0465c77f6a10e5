using System.Diagnostics;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Experiments.Worker;

namespace Sweep.Client.Tests.Verbs;

/// <summary>The first Ctrl-C ends whatever has nothing to wind down.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-interrupt-").FullName;

    [Fact]
    public async Task Verb_that_waits_for_its_sweep_file_ends_at_once_with_130()
    {
        var pipe = Path.Combine(folder, "a.yaml");
        Assert.SkipUnless(await Made(pipe), "this machine has no mkfifo");
        using var process = Process.Start(new ProcessStartInfo(SweepProcess.Executable, ["validate", "a.yaml"]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        // Opening the pipe completes when the program has opened it too: it waits for a sweep file that never comes.
        await using var writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken);

        ProcessGroup.Terminate(process.Id);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
        Assert.Equal("sweep: interrupted\n", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<bool> Made(string pipe)
    {
        if (!File.Exists("/usr/bin/mkfifo")) return false;
        using var made = Process.Start("/usr/bin/mkfifo", pipe);
        await made.WaitForExitAsync();
        return made.ExitCode == 0;
    }
}
