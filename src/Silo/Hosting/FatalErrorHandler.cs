namespace Sweep.Silo.Hosting;

/// <summary>Orleans calls it when a silo may not go on, for example when the other silos declared it dead while its machine was frozen.
/// Orleans' own handler aborts the process with a dump; this one ends it with a line for people.</summary>
/// <param name="isInCluster">False for a node of its own, which ends with the command that started it.</param>
/// <param name="end">Tells the line and ends the process at once.</param>
internal sealed class FatalErrorHandler(string node, bool isInCluster, Action<string> end) : IFatalErrorHandler
{
    // In the words of Orleans' MembershipTableManager.
    private const string ToldDead = "I have been told I am dead";

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        var cause = $"{context}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")})")}";
        if (!isInCluster) end($"the run ends: {cause}. What is in the ledger is kept: give the command again, or 'resume', to go on");
        else if (context?.StartsWith(ToldDead, StringComparison.Ordinal) == true) end(
            $"node '{node}' ends: the other nodes have given it up, because nothing came from it for too long (a frozen machine, a cut " +
                "network) or a newer node has its address. "
            + "Its trials go on elsewhere, nothing is lost. Start it again, if systemd, Kubernetes or the like does not");
        else end($"node '{node}' ends: {cause}. Start it again, if systemd, Kubernetes or the like does not");
    }
}
