using Microsoft.Data.Sqlite;

namespace Sweep.Ledger.Sqlite;

/// <summary>A prepared statement with positional values: what the hot path of the writer runs. The connection disposes of it.</summary>
internal sealed class Statement
{
    private readonly SqliteCommand command;

    /// <param name="connection">An open connection.</param>
    /// <param name="sql">Text with numbered parameters <c>?1</c>, <c>?2</c>, ...</param>
    /// <param name="parameters">How many there are.</param>
    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
    }

    /// <summary>Runs it; returns the rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first row, or default when there is none.</summary>
    public T? First<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>Every row.</summary>
    public List<T> All<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // Not a number has no place in SQLite; NULL is what the ledger says instead.
            command.Parameters[i].Value = values[i] is null or double.NaN ? DBNull.Value : values[i];
        }
    }
}
