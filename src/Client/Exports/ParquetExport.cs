using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sweep.Client.Cli;
using Sweep.Reports.Tables;

namespace Sweep.Client.Exports;

/// <summary>A table as a Parquet file: the columns of csv, with types.</summary>
/// <remarks>The rows are read twice, for the types of the columns and in groups for the file: any length needs little room.</remarks>
internal static class ParquetExport
{
    /// <summary>Rows, and what is let go of after them.</summary>
    public sealed record Source(StreamedRows Rows, IDisposable? Owner) : IDisposable
    {
        public void Dispose() => Owner?.Dispose();
    }

    private const int RowsOfGroup = 50_000;

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="read">Reads the rows from their beginning.</param>
    /// <param name="path">Absolute path of the file.</param>
    /// <returns>Rows.</returns>
    /// <exception cref="UserException">It is there already, or cannot be written.</exception>
    public static async Task<long> Write(Func<Source> read, string path)
    {
        if (Path.Exists(path)) throw ExportFiles.IsThere(path);
        var partial = $"{path}.partial-{Guid.NewGuid():N}";
        try
        {
            long rows;
            await using (var file = new FileStream(partial, FileMode.CreateNew))
                rows = await Write(read, file);
            File.Move(partial, path);
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserException.Failed($"cannot write '{path}': {e.Message}");
        }
        finally
        {
            if (File.Exists(partial)) File.Delete(partial);
        }
    }

    private static async Task<long> Write(Func<Source> read, Stream file)
    {
        var (columns, types) = TypesOf(read);
        var fields = columns.Zip(types, (column, type) => new DataField(column.Key, type ?? typeof(string), isNullable: true)).ToArray();
        var count = 0L;
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var source = read();
        if (!source.Rows.Columns.Select(column => column.Key).SequenceEqual(columns.Select(column => column.Key)))
            throw WentOn("it has other columns");
        foreach (var rows in source.Rows.Rows.Chunk(RowsOfGroup))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++) await Write(group, fields[i], types[i], rows.Select(row => row[i].Exact));
            group.CompleteValidate();
            count += rows.Length;
        }

        return count;
    }

    private static Task Write(ParquetRowGroupWriter group, DataField field, Type? type, IEnumerable<object?> values)
    {
        if (type == typeof(bool))
            return group.WriteAsync<bool>(field, Array(values, value => value is bool truth ? truth : throw Changed(value)));
        if (type == typeof(long))
            return group.WriteAsync<long>(field, Array(values, value => value is long whole ? whole : throw Changed(value)));
        if (type == typeof(double))
            return group.WriteAsync<double>(field, Array(values, value => value is long n ? n : value as double? ?? throw Changed(value)));
        return group.WriteAsync(field, values.Select(Text).ToArray()!);
    }

    private static ReadOnlyMemory<T?> Array<T>(IEnumerable<object?> values, Func<object, T> read)
        where T : struct => values.Select(value => value is null ? (T?)null : read(value)).ToArray();

    private static UserException Changed(object value) => WentOn($"a column got the value '{Text(value)}'");

    private static UserException WentOn(string sign) =>
        UserException.Failed($"the sweep went on while it was read ({sign}): export it again");

    /// <summary>As csv has it.</summary>
    private static string? Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => string.Create(CultureInfo.InvariantCulture, $"{number}"),
        _ => value?.ToString(),
    };

    /// <summary>The type of each column: bool, long, double or string; null where it has no value.</summary>
    private static (IReadOnlyList<Column> Columns, Type?[] Types) TypesOf(Func<Source> read)
    {
        using var source = read();
        var types = new Type?[source.Rows.Columns.Count];
        foreach (var row in source.Rows.Rows)
        {
            for (var i = 0; i < types.Length; i++) if (types[i] != typeof(string)) types[i] = Common(types[i], row[i].Exact);
        }

        return (source.Rows.Columns, types);
    }

    /// <summary>The type of a column that has one value more.</summary>
    private static Type? Common(Type? type, object? value)
    {
        var own = value is null or bool or long or double ? value?.GetType() : typeof(string);
        if (type is null || own is null || type == own) return type ?? own;
        Type[] numbers = [typeof(long), typeof(double)];
        return numbers.Contains(type) && numbers.Contains(own) ? typeof(double) : typeof(string);
    }
}
