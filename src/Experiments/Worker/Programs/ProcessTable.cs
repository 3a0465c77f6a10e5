using System.Text;

namespace Sweep.Experiments.Worker.Programs;

/// <summary>The processes of this machine, as Linux lists them under <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private const string Folder = "/proc";

    // Fields of 'stat' after the name: state, parent, ..., flags (the 9th field of the line), ..., start time (the 22nd).
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int FlagsField = 6;
    private const int StartField = 19;

    /// <summary>True where processes can be looked up at all.</summary>
    public static bool IsReadable { get; } = OperatingSystem.IsLinux() && Read(Environment.ProcessId) is not null;

    /// <summary>All process ids, ascending: children mostly come after their parents.</summary>
    public static List<int> Ids()
    {
        var ids = new List<int>();
        if (!IsReadable) return ids;
        foreach (var folder in Directory.EnumerateDirectories(Folder))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), out var id)) ids.Add(id);
        }

        ids.Sort();
        return ids;
    }

    /// <summary>One process; null when there is none of that id.</summary>
    public static ProcessEntry? Read(int id)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (ReadStart($"{Folder}/{id}/stat", bytes) is not { } count) return null;
        // The name stands in brackets and may hold spaces and brackets itself.
        var text = Encoding.UTF8.GetString(bytes[..count]);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField && int.TryParse(fields[ParentField], out var parent) && uint.TryParse(fields[FlagsField], out var flags)
            && ulong.TryParse(fields[StartField], out var started)
            ? new ProcessEntry(id, parent, fields[StateField][0], flags, started)
            : null;
    }

    /// <summary>The environment a process was started with, as <c>NAME=value</c> with a zero byte after each; empty when it is not for us to see.</summary>
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
