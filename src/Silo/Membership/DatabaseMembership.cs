using System.Data.Common;
using Dapper;
using Orleans.Messaging;

namespace Sweep.Silo.Membership;

/// <summary>Members of a cluster in the ledger's database. A write of a row and the rise of the table's version are one transaction;
/// false = another silo was first.</summary>
/// <param name="cluster">Id of the cluster; others in the same database are not seen.</param>
/// <param name="retry">How long to ask again while the database is away.</param>
internal sealed class DatabaseMembership(IMemberDatabase database, string cluster, TransientRetry retry)
    : IMembershipTable, IGatewayListProvider
{
    /// <summary>How long a gateway that did not answer is left alone.</summary>
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(5);

    [Obsolete("Orleans no longer asks.")]
    public bool IsUpdatable => true;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Run(async connection =>
    {
        await database.CreateTables(connection).ConfigureAwait(false);
        return await connection.ExecuteScalarAsync<bool>(MemberSql.HasVersion, new { cluster }).ConfigureAwait(false)
            || await connection.ExecuteAsync(MemberSql.AddVersion, new { cluster }).ConfigureAwait(false) == 1;
    });

    public Task<MembershipTableData> ReadAll() => Read(MemberSql.ReadAll, null);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Read(MemberSql.ReadOne, key.ToParsableString());

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Write(MemberSql.Insert, entry, 0, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        Write(MemberSql.Update, entry, long.Parse(etag), tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => Run(connection => connection.ExecuteAsync(
        MemberSql.Alive,
        new { cluster, address = entry.SiloAddress.ToParsableString(), aliveAt = MemberRow.Text(entry.IAmAliveTime) }));

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => Run(connection => connection.ExecuteAsync(
        MemberSql.DeleteDefunct,
        new { cluster, before = MemberRow.Text(beforeDate.UtcDateTime) }));

    public Task DeleteMembershipTableEntries(string clusterId) => Run(connection => InTransaction(
        connection,
        async transaction =>
            await connection.ExecuteAsync(MemberSql.DeleteAll, new { cluster = clusterId }, transaction).ConfigureAwait(false) >= 0));

    public Task InitializeGatewayListProvider() => InitializeMembershipTable(true);

    public Task<IList<Uri>> GetGateways() => Run<IList<Uri>>(async connection =>
        [.. (await connection.QueryAsync<MemberRow>(MemberSql.Gateways, new { cluster }).ConfigureAwait(false))
            .Select(row => row.Gateway())]);

    private Task<MembershipTableData> Read(string sql, string? address) => Run(async connection =>
        MemberRow.Table([.. await connection.QueryAsync<MemberRow>(sql, new { cluster, address }).ConfigureAwait(false)]));

    private Task<bool> Write(string sql, MembershipEntry entry, long etag, TableVersion version) => Run(connection => InTransaction(
        connection,
        async transaction =>
            await connection.ExecuteAsync(MemberSql.Bump, new { cluster, version = long.Parse(version.VersionEtag) }, transaction)
                .ConfigureAwait(false) == 1
            && await connection.ExecuteAsync(sql, MemberRow.Parameters(cluster, entry, etag), transaction).ConfigureAwait(false) == 1));

    private static async Task<bool> InTransaction(DbConnection connection, Func<DbTransaction, Task<bool>> work)
    {
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (!await work(transaction).ConfigureAwait(false)) return false;
            await transaction.CommitAsync().ConfigureAwait(false);
            return true;
        }
    }

    private async Task<T> Run<T>(Func<DbConnection, Task<T>> work)
    {
        try
        {
            return await retry.Execute(() => database.Run(work), database.IsTransient).ConfigureAwait(false);
        }
        catch (Exception e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }
}
