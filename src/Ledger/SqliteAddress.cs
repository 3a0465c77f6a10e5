namespace Sweep.Ledger;

/// <summary>A ledger in a SQLite file, for one machine.</summary>
/// <param name="Path">The file; absolute when it comes from <see cref="LedgerAddress.Parse"/>.</param>
public sealed record SqliteAddress(string Path) : LedgerAddress
{
    /// <inheritdoc />
    public override string Display => Path;
}
