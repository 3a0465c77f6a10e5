using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace Sweep.Ledger.Checkpoints;

/// <summary>A storage in a database: the same statements for each of them.</summary>
internal sealed class DatabaseCheckpointStorage(ICheckpointDatabase database, TimeProvider clock) : ICheckpointStorage
{
    /// <summary>Largest part of a checkpoint in one row, in bytes.</summary>
    public const int PartSize = 4 << 20;

    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim turns = new(database.Connections);
    private volatile bool hasTables;
    private volatile bool takesAllKinds;

    public Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel) =>
        Run(async connection =>
    {
        if (!hasTables) await CreateTables(connection, cancel);
        if (checkpoint.Key.Kind == CheckpointKind.Kept && !takesAllKinds) await TakeAllKinds(connection, cancel);
        if (await Find(connection, checkpoint.Key, null) is { } kept && !kept.YieldsTo(checkpoint, onlyFurther)) return false;
        var upload = Guid.NewGuid().ToString("N");
        try
        {
            var parts = await AddParts(connection, checkpoint.Key, upload, content, cancel);
            return await Replace(connection, checkpoint, upload, parts, onlyFurther, cancel);
        }
        catch
        {
            await DropUpload(connection, checkpoint.Key, upload);
            throw;
        }
    }, cancel);

    public Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel) => Run(async connection =>
        await HasTables(connection) && await Find(connection, key, null) is { } row ? row.Of(key) : null, cancel);

    public Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel) => Run(async connection =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var (number, left) = (0L, found.Bytes); left > 0; number++)
        {
            var part = await connection.ExecuteScalarAsync<byte[]?>(
                Command(CheckpointSql.ReadPart, CheckpointSql.Of(found.Key, new { upload = found.Upload, number }), cancel));
            if (part is not { Length: > 0 }) return false;
            hash.AppendData(part);
            await into.WriteAsync(part, cancel);
            left -= part.Length;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == found.Sha256;
    }, cancel);

    public Task Delete(CheckpointKey key, CancellationToken cancel) => Remove(CheckpointSql.Delete, CheckpointSql.Of(key), cancel);

    public Task DeleteKept(string sweep, CancellationToken cancel) => Remove(CheckpointSql.DeleteKept, new { sweep }, cancel);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<bool> Remove(string sql, object which, CancellationToken cancel) => Run(async connection =>
    {
        if (!await HasTables(connection)) return false;
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(Command(sql, which, cancel, transaction));
        await transaction.CommitAsync(cancel);
        return true;
    }, cancel);

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancel, IDbTransaction? transaction = null) =>
        new(sql, parameters, transaction, cancellationToken: cancel);

    private static Task<CheckpointRow?> Find(
        DbConnection connection, CheckpointKey key, IDbTransaction? transaction, string lockRow = "") =>
        connection.QuerySingleOrDefaultAsync<CheckpointRow>($"{CheckpointSql.Find} {lockRow}", CheckpointSql.Of(key), transaction);

    /// <summary>Each part is a transaction of its own: the ledger's writer never waits long for a large checkpoint.</summary>
    private async Task<long> AddParts(DbConnection connection, CheckpointKey key, string upload, Stream content, CancellationToken cancel)
    {
        var madeAt = clock.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new byte[PartSize];
        for (var number = 0L; ; number++)
        {
            var count = await content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancel);
            if (count == 0) return number;
            var part = count == PartSize ? buffer : buffer[..count];
            await connection.ExecuteAsync(
                Command(CheckpointSql.AddPart, CheckpointSql.Of(key, new { upload, number, madeAt, content = part }), cancel));
        }
    }

    private async Task<bool> Replace(
        DbConnection connection, StoredCheckpoint next, string upload, long parts, bool onlyFurther, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var replaced = (await Find(connection, next.Key, transaction, database.LockRow))?.Upload ?? "";
        // Somebody may have deleted the checkpoint, and with it what was on the way.
        var isWhole = await connection.ExecuteScalarAsync<long>(
            Command(CheckpointSql.CountParts, CheckpointSql.Of(next.Key, new { upload }), cancel, transaction)) == parts;
        var values = new
        {
            attempt = (long)next.Attempt,
            epoch = (long)next.Epoch,
            batch = (long)next.Batch,
            sha256 = next.Sha256,
            bytes = next.Bytes,
            upload,
            any = !onlyFurther
        };
        var isTaken = isWhole
            && await connection.ExecuteAsync(Command(CheckpointSql.Replace, CheckpointSql.Of(next.Key, values), cancel, transaction)) == 1;
        var longAgo = clock.GetUtcNow().Subtract(LongAgo).ToUnixTimeSeconds();
        var (drop, old) = isTaken ? (CheckpointSql.DropOld, CheckpointSql.Of(next.Key, new { upload, replaced, longAgo }))
            : (CheckpointSql.DropUpload, CheckpointSql.Of(next.Key, new { upload }));
        await connection.ExecuteAsync(Command(drop, old, cancel, transaction));
        await transaction.CommitAsync(cancel);
        return isTaken;
    }

    private static async Task DropUpload(DbConnection connection, CheckpointKey key, string upload)
    {
        try
        {
            await connection.ExecuteAsync(CheckpointSql.DropUpload, CheckpointSql.Of(key, new { upload }));
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            // The database is gone; a later save tidies up.
        }
    }

    private async Task CreateTables(DbConnection connection, CancellationToken cancel)
    {
        if (await HasTables(connection)) return;
        await Alter(connection, transaction =>
            connection.ExecuteAsync(CheckpointSql.CreateTables(database.BytesType), transaction: transaction), cancel);
        hasTables = true;
    }

    /// <summary>Tables of an older version refuse what trials keep for others.</summary>
    private async Task TakeAllKinds(DbConnection connection, CancellationToken cancel)
    {
        if (await connection.ExecuteScalarAsync<long>(database.CountOldKinds) > 0)
        {
            await Alter(connection, async transaction =>
            {
                if (await connection.ExecuteScalarAsync<long>(database.CountOldKinds, transaction: transaction) > 0)
                    await connection.ExecuteAsync(database.DropOldKinds, transaction: transaction);
            }, cancel);
        }

        takesAllKinds = true;
    }

    /// <summary>Changes the tables; nodes that do so at once take turns.</summary>
    private async Task Alter(DbConnection connection, Func<IDbTransaction, Task> work, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (database.CreationLock is { } creation) await connection.ExecuteAsync(creation, transaction: transaction);
        await work(transaction);
        await transaction.CommitAsync(cancel);
    }

    private async Task<bool> HasTables(DbConnection connection) =>
        hasTables = hasTables || await connection.ExecuteScalarAsync<long>(database.CountTables) == 2;

    private async Task<T> Run<T>(Func<DbConnection, Task<T>> work, CancellationToken cancel)
    {
        await turns.WaitAsync(cancel);
        try
        {
            await using var connection = await database.Open(cancel);
            return await work(connection);
        }
        catch (Exception e) when (e is not OperationCanceledException && database.Explain(e) is { } explained)
        {
            throw explained;
        }
        finally
        {
            turns.Release();
        }
    }
}
