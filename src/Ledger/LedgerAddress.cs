using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Sweep.Ledger;

/// <summary>Where a ledger is: a SQLite file or a PostgreSQL database. Printed without its password, always.</summary>
public abstract partial record LedgerAddress
{
    private const string Forms =
        "expected a PostgreSQL address ('Host=db;Username=sweep;Database=sweep' or postgres://sweep@db/sweep), or a SQLite file ('Data " +
            "Source=/path/sweep.db' or a path that ends in .db)";

    private const string FileAlone =
        "'Data Source=' is followed by the path of a SQLite file and nothing else, for example 'Data Source=/data/sweep.db'";

    /// <summary>For people: the file, or the connection string without the password.</summary>
    public abstract string Display { get; }

    /// <summary>Reads an address as people write it.</summary>
    /// <param name="text">A connection string, a <c>postgres://</c> or <c>postgresql://</c> URI, <c>Data Source=</c> and a path,
    /// or a path that ends in <c>.db</c>.</param>
    /// <param name="workingFolder">Absolute folder against which a relative path is resolved.</param>
    /// <exception cref="LedgerException">Input error: none of these forms, an unknown key, a database without a host.
    /// The message holds no password.</exception>
    public static LedgerAddress Parse(string text, string workingFolder)
    {
        text = text.Trim();
        if (PostgresUri.Matches(text)) return Postgres(PostgresUri.Read(text));
        if (text.Contains("://", StringComparison.Ordinal))
            throw Refused($"{Forms}, found an address of another kind, '{text[..text.IndexOf("://", StringComparison.Ordinal)]}://'");
        if (SqliteFile(text) is { } file) return File(file, workingFolder);
        if (text.Contains('=', StringComparison.Ordinal)) return Postgres(Keywords(text));
        return text.EndsWith(".db", StringComparison.OrdinalIgnoreCase)
            ? File(text, workingFolder)
            : throw Refused($"{Forms}, found {Quoted(text)}");
    }

    /// <inheritdoc />
    public sealed override string ToString() => Display;

    internal static LedgerException Refused(string message, Exception? inner = null) =>
        new($"this is no address of a ledger: {message}", true, inner);

    private static SqliteAddress File(string path, string workingFolder) => path.Contains('\0', StringComparison.Ordinal)
        ? throw Refused("the path of a SQLite file holds a zero character, which no file's name can")
        : new(Path.GetFullPath(path, workingFolder));

    private static NpgsqlConnectionStringBuilder Keywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw Refused($"{Forms}, found a connection string that cannot be read ({PostgresUri.Words(e)})");
        }
    }

    private static PostgresAddress Postgres(NpgsqlConnectionStringBuilder builder)
    {
        var address = new PostgresAddress(builder.ConnectionString);
        if (IsMistyped(builder, address.Display))
            throw Refused("its host, or another value, holds what looks like a password or a key of its own. Separate keys with ';', and " +
                "write a URI with its 'postgres://'");
        if (string.IsNullOrWhiteSpace(builder.Host)) throw Refused($"it names no host. Add one: Host=db;{address.Display}");
        if (Ports(builder).FirstOrDefault(port => port.Length > 5 || int.Parse(port) is < 1 or > 65_535) is { } wrong)
            throw Refused($"a port is a number from 1 to 65535, found {wrong}");
        return address;
    }

    /// <summary>What is taken for a value is printed: it must not swallow the password that was meant to follow it.
    /// An '@' at the very beginning names a socket.</summary>
    private static bool IsMistyped(NpgsqlConnectionStringBuilder builder, string display) =>
        builder.Host is { Length: > 0 } host && (host.Contains('=', StringComparison.Ordinal) || host.IndexOf('@', 1) > 0)
            || Swallowed().IsMatch(display);

    private static IEnumerable<string> Ports(NpgsqlConnectionStringBuilder builder) =>
        [.. (builder.Host ?? "").Split(',').Select(host => HostPort().Match(host)).Where(m => m.Success)
            .Select(m => m.Groups["port"].Value), $"{builder.Port}"];

    private static string Quoted(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains("password", StringComparison.OrdinalIgnoreCase)
            ? "another text (not shown: it may hold a password)" : $"'{text}'";

    private static string? SqliteFile(string text)
    {
        if (!text.StartsWith("data source", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("datasource", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            var builder = new SqliteConnectionStringBuilder(text);
            return builder is { DataSource.Length: > 0, Count: > 0 }
                && builder.ConnectionString == new SqliteConnectionStringBuilder { DataSource = builder.DataSource }.ConnectionString
                ? builder.DataSource : throw Refused(FileAlone);
        }
        catch (ArgumentException e)
        {
            throw Refused(FileAlone, e);
        }
    }

    [GeneratedRegex(@"(password|passwd|pwd)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Swallowed();

    [GeneratedRegex(@"^\s*([^:]+|\[[^\]]*\]):(?<port>[0-9]+)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex HostPort();
}

/// <summary>A ledger in a SQLite file, for one machine.</summary>
/// <param name="Path">The file; absolute when it comes from <see cref="LedgerAddress.Parse"/>.</param>
public sealed record SqliteAddress(string Path) : LedgerAddress
{
    /// <inheritdoc />
    public override string Display => Path;
}

/// <summary>A ledger in a PostgreSQL database, for many machines.</summary>
/// <param name="ConnectionString">In Npgsql's keyword form, with the password when it has one: never printed.</param>
public sealed record PostgresAddress(string ConnectionString) : LedgerAddress
{
    private const string Kerberos = "GSS Encryption Mode";

    /// <summary>The address with what every connection of ours has unless it says otherwise. Npgsql tries Kerberos' encryption first by
    /// default: one more round trip to most servers, a line in their logs, and complaints of a library that container images
    /// lack.</summary>
    public string WithDefaults
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (!builder.ShouldSerialize(Kerberos)) builder[Kerberos] = "Disable";
            return builder.ConnectionString;
        }
    }

    /// <inheritdoc />
    public override string Display
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            foreach (var secret in (string[])["Password", "SSL Password"]) builder.Remove(secret);
            return builder.ConnectionString;
        }
    }
}
