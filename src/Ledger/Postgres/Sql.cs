using Npgsql;

namespace Sweep.Ledger.Postgres;

/// <summary>Short forms for commands with positional values.</summary>
internal static class Sql
{
    /// <summary>A command for <see cref="NpgsqlBatch"/>; values are <c>$1</c>, <c>$2</c>, ...; null stands for a NULL text.</summary>
    public static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null or string
                ? new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)PostgresText.Clean((string?)value) ?? DBNull.Value }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>Commands that travel together.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>Runs one command; returns the rows it changed.</summary>
    public static async Task<int> Run(this NpgsqlConnection connection, string text, params object?[] values)
    {
        await using var batch = Batch(connection, Command(text, values));
        return await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Every row of a query.</summary>
    public static async Task<List<T>> All<T>(this NpgsqlConnection connection, Func<NpgsqlDataReader, T> read, string text, params object?[] values)
    {
        await using var batch = Batch(connection, Command(text, values));
        await using var reader = await batch.ExecuteReaderAsync();
        return await reader.Rest(read);
    }

    /// <summary>Every row that is left of the current result.</summary>
    public static async Task<List<T>> Rest<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A column that may be NULL.</summary>
    public static T? Nullable<T>(this NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
