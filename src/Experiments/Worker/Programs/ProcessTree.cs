namespace Sweep.Experiments.Worker.Programs;

/// <summary>A process with everything it started.</summary>
internal static class ProcessTree
{
    /// <summary>Asks a process and its descendants to end. A shell does not pass the signal on to what it runs, so each is told.</summary>
    /// <param name="root">Process id.</param>
    public static void Terminate(int root)
    {
        foreach (var process in Below(root).Prepend(root)) ProcessGroup.Terminate(process);
    }

    /// <summary>Asks the descendants of a process to end.</summary>
    /// <param name="root">Process id.</param>
    public static void TerminateBelow(int root)
    {
        foreach (var process in Below(root)) ProcessGroup.Terminate(process);
    }

    private static List<int> Below(int root)
    {
        var children = ProcessTable.Ids().Select(ProcessTable.Read).OfType<ProcessEntry>().ToLookup(p => p.Parent, p => p.Id);
        var found = new List<int>(children[root]);
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]]);
        return found;
    }
}
