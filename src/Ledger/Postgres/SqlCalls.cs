using System.Text;

namespace Sweep.Ledger.Postgres;

/// <summary>Finds the names in an SQL text that may be calls: those followed by a parenthesis, as PostgreSQL's scanner sees them (with
/// <c>standard_conforming_strings</c> on).</summary>
/// <remarks>Rather one name too many than one too few: <c>in (</c> and <c>t(a, b)</c> count too. Rules:
/// https://www.postgresql.org/docs/current/sql-syntax-lexical.html.</remarks>
internal ref struct SqlCalls
{
    private const string Space = " \t\n\r\f\v";

    private readonly ReadOnlySpan<char> sql;
    private readonly HashSet<string> calls = new(StringComparer.Ordinal);
    private int at;

    private SqlCalls(ReadOnlySpan<char> sql) => this.sql = sql;

    /// <summary>The names as the catalogue has them. A name in Unicode escapes (<c>U&amp;"..."</c>), which we do not read,
    /// is <c>U&amp;</c>.</summary>
    public static IReadOnlyCollection<string> In(string sql)
    {
        var scan = new SqlCalls(sql);
        while (scan.at < sql.Length) scan.Step();
        return scan.calls;
    }

    private readonly char Current => at < sql.Length ? sql[at] : '\0';

    private void Step()
    {
        if (SkipComment()) return;
        switch (Current)
        {
            case '\'': Text(escapes: false); break;
            case '$': Dollar(); break;
            case '"': Call(Quoted()); break;
            case var c when IsNameStart(c): Word(); break;
            default: at++; break;
        }
    }

    private void Word()
    {
        var start = at;
        while (IsNameStart(Current) || char.IsAsciiDigit(Current) || Current == '$') at++;
        var word = Folded(sql[start..at]);
        if (word == "e" && Current == '\'') Text(escapes: true);
        else if (word == "u" && sql[at..].StartsWith("&\"")) calls.Add("U&");
        else Call(word);
    }

    /// <summary>Only ASCII letters are folded, as the server does with UTF-8.</summary>
    private static string Folded(ReadOnlySpan<char> word)
    {
        var folded = word.ToArray();
        for (var i = 0; i < folded.Length; i++) if (char.IsAsciiLetterUpper(folded[i])) folded[i] = char.ToLowerInvariant(folded[i]);
        return new string(folded);
    }

    private void Call(string name)
    {
        while (at < sql.Length && (SkipComment() || SkipSpace())) continue;
        if (Current == '(') calls.Add(name);
    }

    private bool SkipSpace()
    {
        if (!Space.Contains(Current, StringComparison.Ordinal)) return false;
        at++;
        return true;
    }

    private bool SkipComment()
    {
        if (sql[at..].StartsWith("--"))
        {
            var end = sql[at..].IndexOfAny('\n', '\r');
            at = end < 0 ? sql.Length : at + end;
            return true;
        }

        if (!sql[at..].StartsWith("/*")) return false;
        var depth = 0;
        do
        {
            if (sql[at..].StartsWith("/*")) (depth, at) = (depth + 1, at + 2);
            else if (sql[at..].StartsWith("*/")) (depth, at) = (depth - 1, at + 2);
            else at++;
        }
        while (depth > 0 && at < sql.Length);
        return true;
    }

    private void Text(bool escapes)
    {
        for (at++; at < sql.Length; at++)
        {
            if (escapes && Current == '\\') at++;
            else if (Current == '\'' && !sql[at..].StartsWith("''")) break;
            else if (Current == '\'') at++;
        }

        at++;
    }

    private string Quoted()
    {
        var name = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (Current == '"' && !sql[at..].StartsWith("\"\"")) break;
            if (Current == '"') at++;
            name.Append(Current);
        }

        at++;
        return name.ToString();
    }

    /// <summary><c>$$text$$</c>, <c>$tag$text$tag$</c>; <c>$1</c> is a parameter.</summary>
    private void Dollar()
    {
        var length = 1;
        while (at + length < sql.Length && (IsNameStart(sql[at + length]) || (length > 1 && char.IsAsciiDigit(sql[at + length])))) length++;
        if (at + length >= sql.Length || sql[at + length] != '$')
        {
            at++;
            return;
        }

        var mark = sql.Slice(at, length + 1);
        at += mark.Length;
        var end = sql[at..].IndexOf(mark);
        at = end < 0 ? sql.Length : at + end + mark.Length;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;
}
