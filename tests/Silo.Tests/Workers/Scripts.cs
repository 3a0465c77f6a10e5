using Sweep.Contracts;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Tests.Workers;

/// <summary>Small shell programs that play a worker, for tests with real processes.
/// Files lie in a folder that goes with the test.</summary>
internal sealed class Scripts : IDisposable
{
    public const string Ready = """echo '{"type":"ready","protocol":1,"program":"script"}'""";
    public const string Completed = """echo '{"type":"ended","outcome":"completed"}'""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    public string Folder => folder.FullName;

    /// <summary>Writes an executable shell script.</summary>
    public string Write(string name, string body)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>A node with one slot whose worker is that script.</summary>
    public NodeOptions Node(string body, params DeviceSlot[] slots) => new()
    {
        Name = "n",
        Slots = slots.Length > 0 ? slots : [new DeviceSlot("cpu", 0)],
        LedgerPath = Path.Combine(Folder, "sweep.db"),
        WorkerCommand = [Write("worker.sh", body)],
    };

    public void Dispose() => folder.Delete(recursive: true);
}
