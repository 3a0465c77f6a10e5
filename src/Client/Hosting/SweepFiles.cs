namespace Sweep.Client.Hosting;

/// <summary>Where things lie beside a ledger that do not belong into a database: <c>sweep.db.files/cells/17/best.safetensors</c>.</summary>
public static class SweepFiles
{
    /// <summary>The folder with those of all sweeps.</summary>
    public static string Root(string ledgerPath) => ledgerPath + ".files";

    public static string Folder(string ledgerPath, string sweep) => Path.Combine(Root(ledgerPath), sweep);

    /// <summary>Held by the process that runs the sweep.</summary>
    public static string Lock(string ledgerPath, string sweep) => Path.Combine(Folder(ledgerPath, sweep), "lock");

    /// <summary>Output of a run in the background.</summary>
    public static string Log(string ledgerPath, string sweep) => Path.Combine(Folder(ledgerPath, sweep), "run.log");

    /// <summary>Checkpoints of a trial.</summary>
    public static string Folder(string ledgerPath, string sweep, int trial) => Path.Combine(Folder(ledgerPath, sweep), trial.ToString());
}
