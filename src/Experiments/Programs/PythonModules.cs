namespace Sweep.Experiments.Programs;

/// <summary>Our Python modules, which lie beside this program: <c>sweep_client.py</c> and the stand-in <c>wandb.py</c>.</summary>
public static class PythonModules
{
    /// <summary>The value of the sweep file's key <c>wandb</c> that puts the stand-in first.</summary>
    public const string StandIn = "stand-in";

    private const string SearchPath = "PYTHONPATH";

    /// <summary>Absolute folder of the modules.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "python");

    /// <summary>Lets Python find them before all others.</summary>
    /// <param name="variables">Takes the variable.</param>
    /// <param name="environment">Looks up a variable that the program would find; null when it is not set.</param>
    public static void PutFirst(IDictionary<string, string> variables, Func<string, string?> environment) =>
        variables[SearchPath] = environment(SearchPath) is { Length: > 0 } others ? $"{Folder}{Path.PathSeparator}{others}" : Folder;

    /// <summary>Adds the way out to a reason when the end of standard error says that a program misses the module wandb.</summary>
    /// <param name="reason">Why the attempt failed.</param>
    /// <param name="stderr">The end of its standard error.</param>
    public static string? Explain(string? reason, string stderr) => stderr.Contains("No module named 'wandb'", StringComparison.Ordinal)
        ? $"{reason}{(reason is null ? "" : "; ")}it imports wandb, which is not installed: put 'wandb: {StandIn}' into the sweep file, " +
            "or run it with --wandb (docs/from-wandb.md)"
        : reason;
}
