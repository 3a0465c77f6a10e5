using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

public sealed class LivingNodesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("sweep-living-").FullName;

    private SqliteAddress Ledger => new(Path.Combine(folder, "sweep.db"));

    [Fact]
    public void A_ledger_that_does_not_exist_has_no_nodes() => Assert.Empty(LivingNodes.Of(Ledger, Now));

    [Fact]
    public async Task A_ledger_of_one_machine_has_no_nodes()
    {
        await SqliteLedger.Open(Ledger.Path, TimeProvider.System).DisposeAsync();

        Assert.Empty(LivingNodes.Of(Ledger, Now));
    }

    [Fact]
    public async Task Nodes_live_that_are_active_and_signed_within_the_silence()
    {
        await SqliteLedger.Open(Ledger.Path, TimeProvider.System).DisposeAsync();
        var members = new SqliteMembers(Ledger.Path);
        await members.Run(async connection =>
        {
            await members.CreateTables(connection);
            foreach (var (name, status, seconds) in new[] { ("quiet", 3, 16), ("here", 3, 4), ("also", 3, 14),
                ("signed before the clock was set back", 3, -86_400), ("left", 6, 1), ("joins", 2, 1) })
                await connection.ExecuteAsync(
                    "INSERT INTO member VALUES ('sweep', @name, 0, @name, 'h', @status, 0, @at, @at, '')",
                    new { name, status, at = MemberRow.Text(Now.AddSeconds(-seconds).UtcDateTime) });
            return true;
        });

        Assert.Equal(["also", "here"], LivingNodes.Of(Ledger, Now));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
