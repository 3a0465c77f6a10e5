using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sweep.Client.Cli;
using Sweep.Reports.Tables;

namespace Sweep.Client.Exports;

/// <summary>A table as a Parquet file: the columns of csv, with types.</summary>
/// <remarks>The rows are read twice: first for the types of the columns, then to be written, in groups, so that a file of any length
/// needs little room.</remarks>
internal static class ParquetExport
{
    /// <summary>Rows, and what is let go of after them.</summary>
    public sealed record Source(StreamedRows Rows, IDisposable? Owner) : IDisposable
    {
        public void Dispose() => Owner?.Dispose();
    }

    private const int RowsOfGroup = 50_000;

    private enum Kind
    {
        Absent,
        Truth,
        Whole,
        Real,
        Text,
    }

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
        var (columns, kinds) = KindsOf(read);
        var fields = columns.Zip(kinds, (column, kind) => new DataField(column.Key, TypeOf(kind), isNullable: true)).ToArray();
        var count = 0L;
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var source = read();
        if (!source.Rows.Columns.Select(column => column.Key).SequenceEqual(columns.Select(column => column.Key)))
            throw WentOn("it has other columns");
        foreach (var rows in source.Rows.Rows.Chunk(RowsOfGroup))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++) await Write(group, fields[i], kinds[i], rows.Select(row => row[i].Exact), rows.Length);
            group.CompleteValidate();
            count += rows.Length;
        }

        return count;
    }

    private static Task Write(
        ParquetRowGroupWriter group, DataField field, Kind kind, IEnumerable<object?> values, int count) => kind switch
        {
            Kind.Truth => group.WriteAsync<bool>(field, Array(values, count, value => value is bool truth ? truth : Changed<bool>(value))),
            Kind.Whole => group.WriteAsync<long>(field, Array(values, count, value => value is long whole ? whole : Changed<long>(value))),
            Kind.Real => group.WriteAsync<double>(field, Array(values, count, value => value switch
            {
                double real => real,
                long whole => whole,
                _ => Changed<double>(value),
            })),
            _ => group.WriteAsync(field, values.Select(Text).ToArray()!),
        };

    private static ReadOnlyMemory<T?> Array<T>(IEnumerable<object?> values, int count, Func<object, T> read)
        where T : struct
    {
        var array = new T?[count];
        var i = 0;
        foreach (var value in values) array[i++] = value is null ? null : read(value);
        return array;
    }

    private static T Changed<T>(object value) => throw WentOn($"a column got the value '{Text(value)}'");

    private static UserException WentOn(string sign) =>
        UserException.Failed($"the sweep went on while it was read ({sign}): export it again");

    /// <summary>As csv has it.</summary>
    private static string? Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => string.Create(CultureInfo.InvariantCulture, $"{number}"),
        _ => value?.ToString(),
    };

    private static (IReadOnlyList<Column> Columns, Kind[] Kinds) KindsOf(Func<Source> read)
    {
        using var source = read();
        var kinds = new Kind[source.Rows.Columns.Count];
        foreach (var row in source.Rows.Rows)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                if (kinds[i] != Kind.Text) kinds[i] = Common(kinds[i], KindOf(row[i].Exact));
            }
        }

        return (source.Rows.Columns, kinds);
    }

    private static Kind Common(Kind one, Kind other) =>
        one == other || other == Kind.Absent ? one
        : one == Kind.Absent ? other
        : one != Kind.Truth && other != Kind.Truth ? (Kind)Math.Max((int)one, (int)other) : Kind.Text;

    private static Kind KindOf(object? value) => value switch
    {
        null => Kind.Absent,
        bool => Kind.Truth,
        long => Kind.Whole,
        double => Kind.Real,
        _ => Kind.Text,
    };

    private static Type TypeOf(Kind kind) => kind switch
    {
        Kind.Truth => typeof(bool),
        Kind.Whole => typeof(long),
        Kind.Real => typeof(double),
        _ => typeof(string),
    };
}
