namespace Sweep.Search.Expressions;

internal enum TokenKind
{
    Number,
    Text,
    Name,
    Operator,
    End,
}

/// <summary>A word of an expression.</summary>
internal sealed record Token(TokenKind Kind, string Text, int Offset, double Number = 0)
{
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text '{Text}'",
        _ => $"'{Text}'",
    };
}
