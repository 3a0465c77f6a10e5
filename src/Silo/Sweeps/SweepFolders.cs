namespace Sweep.Silo.Sweeps;

/// <summary>Where a ledger keeps what does not belong into a database: <c>sweep.db.files/cells/17/</c>.</summary>
/// <param name="ledgerPath">Absolute path of the ledger.</param>
public sealed class SweepFolders(string ledgerPath)
{
    /// <summary>The folder of a sweep.</summary>
    public string Of(string sweep) => Path.Combine(ledgerPath + ".files", sweep);

    /// <summary>The folder of a trial's checkpoints.</summary>
    public string Of(string sweep, int trial) => Path.Combine(Of(sweep), trial.ToString());
}
