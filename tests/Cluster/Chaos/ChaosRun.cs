using Sweep.Cluster.Tests.Silos;

namespace Sweep.Cluster.Tests.Chaos;

/// <summary>Carries a script out on a cluster, and keeps a record of what was really done.</summary>
/// <param name="cluster">The victims.</param>
/// <param name="sweep">The sweep whose coordinator is hunted.</param>
/// <param name="restartDatabase">Restarts the database server.</param>
internal sealed class ChaosRun(TestCluster cluster, string sweep, Func<Task> restartDatabase)
{
    private const int VictimTries = 40;
    private static readonly TimeSpan VictimPause = TimeSpan.FromMilliseconds(250);

    private readonly List<string> record = [];
    private readonly List<Task> recoveries = [];
    private readonly HashSet<string> busy = [];

    /// <summary>One line per fault that hit somebody.</summary>
    public IReadOnlyList<string> Record
    {
        get
        {
            lock (record) return [.. record];
        }
    }

    /// <summary>Carries out the script until so many faults hit somebody, or <paramref name="isOver"/>;
    /// every node that died is back when it completes.</summary>
    public async Task Play(IEnumerable<Fault> script, int faults, Func<bool> isOver)
    {
        var cancel = TestContext.Current.CancellationToken;
        foreach (var fault in script)
        {
            if (Record.Count == faults) break;
            await Task.Delay(fault.After, cancel);
            if (isOver()) break;
            await Do(fault);
        }

        await Task.WhenAll(recoveries);
        foreach (var node in cluster.Nodes.Where(node => !node.IsAlive)) await node.Start();
    }

    private async Task Do(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.RestartDatabase:
                Note(fault, "the database");
                await restartDatabase();
                break;
            case FaultKind.KillWorker or FaultKind.EndWorker or FaultKind.FreezeWorker:
                DoToWorker(fault);
                break;
            default:
                await DoToNode(fault);
                break;
        }
    }

    private void DoToWorker(Fault fault)
    {
        var workers = cluster.Nodes.SelectMany(node => node.Workers.Where(Trains).Select(pid => (node.Name, Pid: pid))).ToList();
        if (workers.Count == 0) return;
        var (node, pid) = workers[fault.Choice % workers.Count];
        Note(fault, $"worker {pid} of {node}");
        SweepProgram.Signal(pid, fault.Kind switch { FaultKind.KillWorker => 9, FaultKind.EndWorker => 15, _ => 19 });
        if (fault.Kind == FaultKind.FreezeWorker) recoveries.Add(After(fault.Hold, () => SweepProgram.Signal(pid, 18)));
    }

    private async Task DoToNode(Fault fault)
    {
        for (var tries = 0; tries < VictimTries; tries++)
        {
            if (Choose(fault) is { } victim)
            {
                Note(fault, victim.Name);
                recoveries.Add(Task.Run(() => Strike(fault, victim)));
                return;
            }

            await Task.Delay(VictimPause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Takes a victim that is up. One is always left alone: a cluster of which nothing is left is another test.</summary>
    private SiloProcess? Choose(Fault fault)
    {
        lock (busy)
        {
            var idle = cluster.Nodes.Where(node => !busy.Contains(node.Name) && node.IsAlive).ToList();
            if (idle.Count < 2) return null;
            var victim = fault.Kind == FaultKind.KillCoordinator ? idle.Find(node => node == cluster.Coordinator(sweep))
                : idle[fault.Choice % idle.Count];
            if (victim is not null) busy.Add(victim.Name);
            return victim;
        }
    }

    private async Task Strike(Fault fault, SiloProcess victim)
    {
        try
        {
            if (fault.Kind == FaultKind.FreezeNode)
            {
                victim.Freeze();
                await Task.Delay(fault.Hold);
                victim.Thaw();
                // Declared dead meanwhile, it ends by itself as soon as it learns of that.
                await Task.Delay(TimeSpan.FromSeconds(4));
            }
            else if (fault.Kind == FaultKind.EndNode) await victim.End();
            else await victim.Kill();

            if (victim.IsAlive) return;
            await Task.Delay(fault.Hold);
            await victim.Start();
        }
        finally
        {
            lock (busy) busy.Remove(victim.Name);
        }
    }

    private static async Task After(TimeSpan pause, Action act)
    {
        await Task.Delay(pause);
        act();
    }

    private void Note(Fault fault, string victim)
    {
        lock (record) record.Add($"{fault.Kind} {victim}{(fault.Hold > TimeSpan.Zero ? $" for {fault.Hold.TotalSeconds:0.0} s" : "")}");
    }

    /// <summary>False for the probe by which a node that starts finds out whether it can train at all,
    /// and for a process that is gone.</summary>
    private static bool Trains(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains("--probe");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
