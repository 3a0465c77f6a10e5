using Sweep.Ledger;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

public sealed class PostgresJoiningTests : JoiningContract
{
    [Fact]
    public async Task An_outage_of_the_database_costs_no_silo_its_life()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        await using var server = await PostgresServer.Start();
        var database = new PostgresAddress(await server.CreateDatabase());
        await using var first = await TestSilo.Join(database, "a");
        await using var second = await TestSilo.Join(database, "b");
        await Task.WhenAll(first.Sees(2), second.Sees(2));

        await server.Kill();
        foreach (var silo in new[] { first, second })
        {
            await silo.Log.Said("Failed to refresh membership table");
            await silo.Log.Said("Failed to update table entry for this silo");
        }

        var during = (first.CountMembers(), second.CountMembers());
        await server.Resume();

        Assert.Equal((2, 2), during);
        await using var third = await TestSilo.Join(database, "c");
        await Task.WhenAll(first.Sees(3), second.Sees(3), third.Sees(3));
    }

    private protected override async Task<LedgerAddress> Database()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        return new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
    }

    private protected override IMemberDatabase Members(LedgerAddress database) =>
        new PostgresMembers(((PostgresAddress)database).ConnectionString);
}
