using System.Text;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>The processes of this machine, as Linux lists them under <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private const string Folder = "/proc";

    // Fields of 'stat' after the name: state, parent, ..., flags (the 9th field of the line).
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int FlagsField = 6;

    /// <summary>True where processes can be looked up at all.</summary>
    public static bool IsReadable { get; } = OperatingSystem.IsLinux() && Read(Environment.ProcessId) is not null;

    /// <summary>All process ids, ascending: children mostly come after their parents.</summary>
    public static IReadOnlyList<int> Ids() => !IsReadable ? [] : [.. Directory.EnumerateDirectories(Folder)
        .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), out var id) ? id : 0).Where(id => id > 0).Order()];

    /// <summary>One process; null when there is none of that id.</summary>
    public static ProcessEntry? Read(int id)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (ReadStart($"{Folder}/{id}/stat", bytes) is not { } count) return null;
        // The name stands in brackets and may hold spaces and brackets itself.
        var text = Encoding.UTF8.GetString(bytes[..count]);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > FlagsField && int.TryParse(fields[ParentField], out var parent)
            && uint.TryParse(fields[FlagsField], out var flags)
            ? new ProcessEntry(id, parent, fields[StateField][0], flags) : null;
    }

    /// <summary>The environment it was started with: <c>NAME=value</c> and a zero byte, each; empty when it is not for us to see.</summary>
    public static byte[] Variables(int id)
    {
        try
        {
            return File.ReadAllBytes($"{Folder}/{id}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int? ReadStart(string path, Span<byte> bytes)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.Read(file, bytes, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile, or /proc hides it.
        }
    }
}

/// <summary>A process as Linux lists it.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Parent">Process id of the parent; of whoever adopted it when the parent is dead.</param>
/// <param name="State">One letter, as in <c>ps</c>.</param>
/// <param name="Flags">The kernel's flags of it.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, char State, uint Flags)
{
    /// <summary>False for what is dead and only waits for its parent to take notice.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');

    /// <summary>True when it is dead, or about to be: its environment is gone, but its children are still listed as its own.</summary>
    public bool IsEnding => !IsAlive || (Flags & Exiting) != 0;

    /// <summary>PF_EXITING of the kernel.</summary>
    private const uint Exiting = 4;
}

/// <summary>A process with everything it started.</summary>
internal static class ProcessTree
{
    /// <summary>Asks a process and its descendants to end. A shell does not pass the signal on to what it runs, so each is told.</summary>
    public static void Terminate(int root) => Below(root).Prepend(root).ToList().ForEach(ProcessGroup.Terminate);

    /// <summary>Asks the descendants of a process to end.</summary>
    public static void TerminateBelow(int root) => Below(root).ForEach(ProcessGroup.Terminate);

    private static List<int> Below(int root)
    {
        var children = ProcessTable.Ids().Select(ProcessTable.Read).OfType<ProcessEntry>().ToLookup(p => p.Parent, p => p.Id);
        var found = new List<int>(children[root]);
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]]);
        return found;
    }
}
