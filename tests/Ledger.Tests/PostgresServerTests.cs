using Npgsql;

namespace Sweep.Ledger.Tests;

/// <summary>The throwaway server that tests of the cluster stand on.</summary>
public sealed class PostgresServerTests
{
    public PostgresServerTests() => Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);

    [Fact]
    public async Task What_was_committed_survives_a_stop_a_restart_and_a_kill()
    {
        await using var server = await PostgresServer.Start();
        await server.Execute("CREATE TABLE word (text TEXT)");

        await server.Execute("INSERT INTO word VALUES ('a')");
        await server.Restart();
        await server.Execute("INSERT INTO word VALUES ('b')");
        await server.Kill();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.Execute("SELECT 1"));
        await server.Resume();

        await using var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM word", connection);
        Assert.Equal(2L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
