using Dapper;
using Microsoft.Data.Sqlite;

namespace Sweep.Cluster.Tests;

/// <summary>An empty folder for one test, with the ledger that appears in it read through its public views.</summary>
internal sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sweep-test-").FullName;

    public string Ledger => Path.Combine(Folder, "sweep.db");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Rows of a query on a connection of its own; empty while there is no ledger or no table yet.</summary>
    public IReadOnlyList<T> Query<T>(string sql)
    {
        if (!File.Exists(Ledger)) return [];
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Ledger,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            return [.. connection.Query<T>(sql)];
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 1 or 14)
        {
            return [];
        }
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Ledger, Pooling = false }.ToString());
        connection.Execute(sql);
    }

    public long Count(string sql) => Query<long>(sql) is [var first, ..] ? first : 0;

    /// <summary>Everything that must be equal to the last bit, one line per (trial, epoch); times and speeds left out.</summary>
    public string Bits() => string.Join('\n', Query<string>("""
        SELECT printf('%d %d %s %s', trial, epoch, printf('%!.17g', train_perplexity), printf('%!.17g', val_perplexity))
        FROM epochs ORDER BY sweep, trial, epoch
        """));

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A worker that was just killed may still be writing its last file; the folder is temporary anyway.
        }
    }
}
