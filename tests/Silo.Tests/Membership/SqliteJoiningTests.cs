using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

public sealed class SqliteJoiningTests : JoiningContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    private protected override async Task<LedgerAddress> Database()
    {
        var file = Path.Combine(folder.FullName, "sweep.db");
        await SqliteLedger.Open(file, TimeProvider.System).DisposeAsync();
        return new SqliteAddress(file);
    }

    private protected override IMemberDatabase Members(LedgerAddress database) => new SqliteMembers(((SqliteAddress)database).Path);
}
