using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>A sweep of three trials in a folder of its own. The coordinator is scripted: each look ends one trial, and trial 1 fails while
/// <see cref="Fails"/> holds.</summary>
public abstract class EditedSweep : IDisposable
{
    protected const string Yaml =
        "name: loop\nmethod: grid\nmetric: {name: loss}\ncommand: [sh, -c, 'true']\nparameters: {a: [1, 2, 3]}\n";

    private readonly SweepCommand sweep = new();

    protected EditedSweep()
    {
        sweep.Host = _ => new ScriptedSweep(sweep.Ledger, trial => Fails && trial == 1 ? null : trial + 1);
        Write("loop.yaml", Yaml);
    }

    protected bool Fails { get; set; }

    protected string Files => sweep.Ledger + ".files";

    public void Dispose()
    {
        sweep.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<Said> Run(params string[] words) => sweep.Run(words);

    protected void Write(string name, string text) => sweep.Write(name, text);

    /// <summary>A sweep that was interrupted.</summary>
    protected async Task Interrupted()
    {
        var host = sweep.Host;
        sweep.Host = _ => new ScriptedSweep(sweep.Ledger, trial => trial + 1) { Failure = "enough" };
        await Run("run", "loop.yaml");
        sweep.Host = host;
    }

    /// <summary>A file of a trial.</summary>
    protected string Keep(string name, params string[] parts)
    {
        var path = Path.Combine([Files, name, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "kept");
        return path;
    }

    /// <summary>The rows of a question, a line each.</summary>
    protected async Task<string> Query(string sql)
    {
        var said = await Run("query", sql, "--format", "csv");
        return said.Out[(said.Out.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }
}
