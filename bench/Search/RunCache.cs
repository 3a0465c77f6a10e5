using System.Text.Json;

namespace Sweep.Bench.Search;

/// <summary>Runs that were made, one JSON object a line, so that a long comparison can be interrupted and extended.</summary>
/// <remarks>It does not know which code made a run: forget a method's runs (<c>--fresh</c>) when its code has changed. The last line of a
/// run counts.</remarks>
internal sealed class RunCache : IDisposable
{
    private readonly Dictionary<SearchKey, SearchRun> runs = [];
    private readonly StreamWriter? file;
    private readonly Lock gate = new();

    /// <summary>Reads what is there.</summary>
    /// <param name="path">The file; null = runs are kept in memory only.</param>
    /// <param name="fresh">Methods whose runs are not read.</param>
    public RunCache(string? path, IReadOnlyCollection<string> fresh)
    {
        if (path is null) return;
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path))
            {
                // The last line of an interrupted run may be half of one.
                if (Read(line) is { } run && !fresh.Contains(run.Key.Method)) runs[run.Key] = run;
            }
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        file = new StreamWriter(path, append: true) { AutoFlush = true };
        file.WriteLine();
    }

    /// <summary>A run; null when it is not there.</summary>
    public SearchRun? this[SearchKey key]
    {
        get
        {
            lock (gate) return runs.GetValueOrDefault(key);
        }
    }

    /// <summary>Keeps a run.</summary>
    public void Add(SearchRun run)
    {
        lock (gate)
        {
            runs[run.Key] = run;
            file?.WriteLine(JsonSerializer.Serialize(run.ToLine(), JsonSerializerOptions.Web));
        }
    }

    public void Dispose() => file?.Dispose();

    private static SearchRun? Read(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<SearchLine>(line, JsonSerializerOptions.Web)?.Run;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
