using System.Text.RegularExpressions;
using Npgsql;

namespace Sweep.Ledger;

/// <summary>The URI form of a PostgreSQL address: <c>postgres://user:password@host:port/database?sslmode=require</c>,
/// several hosts with commas.</summary>
internal static partial class PostgresUri
{
    // What libpq calls them, where Npgsql has another word.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["target_session_attrs"] = "Target Session Attributes",
        ["passfile"] = "Passfile",
        ["options"] = "Options",
        ["host"] = "Host",
        ["port"] = "Port",
    };

    public static bool Matches(string text) => text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        if (Form().Match(text) is not { Success: true } parts)
            throw LedgerAddress.Refused("expected postgres://user:password@host:port/database, found a URI that has another form " +
                "(special characters in a password are written %40 and the like)");
        var builder = new NpgsqlConnectionStringBuilder();
        foreach (var key in (string[])["Host", "Port", "Username", "Password", "Database"])
            Set(builder, key, Uri.UnescapeDataString(parts.Groups[key].Value));
        foreach (var pair in parts.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (Uri.UnescapeDataString(k), Uri.UnescapeDataString(v)) : (pair, "");
            Set(builder, Names.GetValueOrDefault(key, key), value);
        }

        return builder;
    }

    /// <summary>What is wrong with a key or its value, without the value.</summary>
    public static string Words(Exception error) => error switch
    {
        ArgumentException { ParamName: { } key, InnerException: KeyNotFoundException } => $"unknown key '{key}'",
        ArgumentException { ParamName: { } key } when key != "value" => $"its value for '{key}' cannot be used",
        KeyNotFoundException => "unknown key",
        _ => error.Message.Split('\n')[0].Replace(" (Parameter 'value')", "", StringComparison.Ordinal),
    };

    private static void Set(NpgsqlConnectionStringBuilder builder, string key, string value)
    {
        if (value.Length == 0) return;
        try
        {
            builder[key] = key.Equals("SSL Mode", StringComparison.Ordinal) ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw LedgerAddress.Refused($"the URI's '{key}' cannot be used ({Words(e)})");
        }
    }

    // A single host may have a port of its own; a list of hosts goes to Npgsql as it is.
    [GeneratedRegex(@"^\w+://((?<Username>[^:@/?]*)(:(?<Password>[^@/?]*))?@)?" +
        @"(?<Host>\[[^\]]+\]|[^:/?@\[\],]*|[^/?@\[\]]*,[^/?@]*)(:(?<Port>[0-9]+))?(/(?<Database>[^?/]*))?(\?(?<query>.*))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
