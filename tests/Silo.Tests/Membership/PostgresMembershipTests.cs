using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

public sealed class PostgresMembershipTests : MembershipContract, IAsyncLifetime
{
    private readonly List<PostgresMembers> opened = [];
    private string? database;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        database = await (await PostgresServer.Shared()).CreateDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var members in opened) await members.DisposeAsync();
    }

    [Fact]
    public async Task A_restart_of_the_server_between_two_calls_is_not_noticed()
    {
        await using var server = await PostgresServer.Start();
        await using var members = new PostgresMembers(await server.CreateDatabase());
        var table = new DatabaseMembership(members, "sweep", new TransientRetry(TimeProvider.System, TimeSpan.FromSeconds(30)));
        await table.InitializeMembershipTable(true);
        Assert.True(await table.InsertRow(Silo(1), (await table.ReadAll()).Version.Next()));

        await server.Restart();

        Assert.Single((await table.ReadAll()).Members);
    }

    [Fact]
    public async Task A_call_during_a_restart_of_the_server_waits_for_it()
    {
        await using var server = await PostgresServer.Start();
        await using var members = new PostgresMembers(await server.CreateDatabase());
        var table = new DatabaseMembership(members, "sweep", new TransientRetry(TimeProvider.System, TimeSpan.FromSeconds(60)));
        await table.InitializeMembershipTable(true);
        await server.Kill();

        var read = table.ReadAll();
        await server.Resume();

        Assert.Empty((await read).Members);
    }

    private protected override Task<IMemberDatabase> Database()
    {
        var members = new PostgresMembers(database!);
        lock (opened) opened.Add(members);
        return Task.FromResult<IMemberDatabase>(members);
    }
}
