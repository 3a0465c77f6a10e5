namespace Sweep.Experiments.Worker.Programs;

/// <summary>A process with everything it started, as Linux lists them under <c>/proc</c>.</summary>
internal static class ProcessTree
{
    /// <summary>Asks a process and its descendants to end. A shell does not pass the signal on to what it runs, so each is told.</summary>
    /// <param name="root">Process id.</param>
    public static void Terminate(int root)
    {
        var children = Parents().ToLookup(p => p.Parent, p => p.Process);
        var asked = new List<int> { root };
        for (var i = 0; i < asked.Count; i++) asked.AddRange(children[asked[i]]);
        foreach (var process in asked) ProcessGroup.Terminate(process);
    }

    private static IEnumerable<(int Process, int Parent)> Parents()
    {
        if (!OperatingSystem.IsLinux()) yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var process) && ParentOf(folder) is { } parent) yield return (process, parent);
        }
    }

    /// <summary>Fourth field of <c>stat</c>, counted after the name, which may hold spaces and brackets itself.</summary>
    private static int? ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.TryParse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], out var parent) ? parent : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null; // It ended meanwhile.
        }
    }
}
