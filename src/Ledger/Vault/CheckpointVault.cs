namespace Sweep.Ledger.Vault;

/// <summary>Opens the vault in the database of a ledger.</summary>
public static class CheckpointVault
{
    /// <summary>Opens it without a look at the database; its tables are made by the first <see cref="ICheckpointVault.Save"/>.</summary>
    /// <param name="ledger">An existing ledger.</param>
    /// <param name="clock">Tells what a node that died in the middle of a save left behind.</param>
    public static ICheckpointVault Open(LedgerAddress ledger, TimeProvider clock) => ledger switch
    {
        SqliteAddress sqlite => new DatabaseVault(new SqliteVault(sqlite.Path), clock),
        PostgresAddress postgres => new DatabaseVault(new PostgresVault(postgres), clock),
        _ => throw new LedgerException($"no checkpoints can be kept at {ledger.Display}", true),
    };
}
