namespace Sweep.Cluster.Tests.Silos;

/// <summary>One <c>sweep silo</c> that can be killed and started again under the same name.</summary>
/// <param name="name">Name of the node.</param>
/// <param name="folder">Working folder.</param>
/// <param name="arguments">Options of <c>sweep silo</c>.</param>
/// <param name="environment">Environment variables.</param>
/// <param name="wrapper">A command that runs it, such as <c>ip netns exec</c>; empty = none.</param>
internal sealed class SiloProcess(
    string name, string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment,
    params IReadOnlyList<string> wrapper) : IDisposable
{
    private readonly List<SweepProgram> lives = [];

    public string Name => name;

    public int Pid => Life.Pid;

    public bool IsAlive => lives.Count > 0 && SweepProgram.IsAlive(Life.Pid);

    /// <summary>What it wrote to standard error in all its lives.</summary>
    public string Log => string.Join("\n--- started again ---\n", lives.Select(life => life.Errors));

    public SweepProgram Life => lives[^1];

    public IReadOnlyList<int> Workers => IsAlive ? SweepProgram.WorkersOf(Pid) : [];

    /// <summary>Starts it; completes when it is in the cluster, or throws with what it said.</summary>
    public async Task Start()
    {
        lives.Add(SweepProgram.StartCommand(
            folder, SweepProgram.CommandLine(wrapper, ["silo", "--name", name, .. arguments]), environment));
        if (!await Life.Until(() => Life.Errors.Contains("is in the cluster", StringComparison.Ordinal)))
            throw new InvalidOperationException($"node {name} did not join (exit {await Life.Exit()}):\n{Life.Output}\n{Life.Errors}");
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        Life.Kill();
        await Life.Exit();
    }

    /// <summary>SIGTERM, and the end that it brings.</summary>
    public async Task<int> End()
    {
        SweepProgram.Signal(Pid, 15);
        return await Life.Exit();
    }

    public void Freeze() => SweepProgram.Signal(Pid, 19);

    public void Thaw() => SweepProgram.Signal(Pid, 18);

    public void Dispose()
    {
        foreach (var life in lives)
        {
            SweepProgram.Signal(life.Pid, 18);
            life.Dispose();
        }
    }
}
