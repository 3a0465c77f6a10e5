using Sweep.Client.Hosting;

namespace Sweep.Client.Tests.Hosting;

public sealed class RunningSweepsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-lock-").FullName;

    private string Ledger => Path.Combine(folder, "sweep.db");

    [Fact]
    public void Sweep_whose_lock_is_held_runs_and_others_do_not()
    {
        Directory.CreateDirectory(Path.Combine(Ledger + ".files", "cells"));
        using var held =
            new FileStream(Path.Combine(Ledger + ".files", "cells", "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.True(RunningSweeps.Contains(Ledger, "cells"));
        Assert.False(RunningSweeps.Contains(Ledger, "depth"));
    }

    [Fact]
    public void Sweep_whose_process_is_gone_does_not_run()
    {
        Directory.CreateDirectory(Path.Combine(Ledger + ".files", "cells"));
        File.WriteAllText(Path.Combine(Ledger + ".files", "cells", "lock"), "process 1");

        Assert.False(RunningSweeps.Contains(Ledger, "cells"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
