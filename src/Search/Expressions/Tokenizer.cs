using System.Globalization;
using System.Text.RegularExpressions;

namespace Sweep.Search.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static partial class Tokenizer
{
    private static readonly string[] Operators = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%", "(", ")"];

    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["&&"] = "write 'and'",
        ["||"] = "write 'or'",
        ["!"] = "write 'not'",
        ["="] = "write '==' to compare",
        ["^"] = "write a product",
    };

    public static IReadOnlyList<Token> Cut(string expression)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at])) at++;
            if (at == expression.Length) return [.. tokens, new(TokenKind.End, "", at)];
            var token = Next(expression, at, out var length);
            tokens.Add(token);
            at += length;
        }
    }

    private static Token Next(string expression, int at, out int length)
    {
        var c = expression[at];
        if (c is '\'' or '"' or '`') return Quoted(expression, at, c, out length);
        if (NumberAt().Match(expression, at) is { Success: true } number && number.Index == at)
        {
            length = number.Length;
            return new(TokenKind.Number, number.Value, at, double.Parse(number.Value, CultureInfo.InvariantCulture));
        }

        if (NameAt().Match(expression, at) is { Success: true } name && name.Index == at)
        {
            length = name.Length;
            return new(name.Value is "and" or "or" or "not" ? TokenKind.Operator : TokenKind.Name, name.Value, at);
        }

        var found = Array.Find(Operators, candidate => string.CompareOrdinal(expression, at, candidate, 0, candidate.Length) == 0)
            ?? throw Unknown(expression, at);
        length = found.Length;
        return new(TokenKind.Operator, found, at);
    }

    private static Token Quoted(string expression, int at, char quote, out int length)
    {
        var end = expression.IndexOf(quote, at + 1);
        if (end < 0) throw new ExpressionException(at, $"this {quote} is never closed");
        length = end - at + 1;
        return new(quote == '`' ? TokenKind.Name : TokenKind.Text, expression[(at + 1)..end], at);
    }

    private static ExpressionException Unknown(string expression, int at)
    {
        var foreign = Foreign.Keys.FirstOrDefault(key => string.CompareOrdinal(expression, at, key, 0, key.Length) == 0);
        return new(at, foreign is null ? $"'{expression[at]}' has no meaning in a constraint"
            : $"'{foreign}' has no meaning in a constraint: {Foreign[foreign]}");
    }

    [GeneratedRegex(@"\G(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")]
    private static partial Regex NumberAt();

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")]
    private static partial Regex NameAt();
}
