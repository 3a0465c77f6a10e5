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

/// <summary>A constraint cannot be read, or not be applied to the values it meets.</summary>
/// <param name="offset">Where in the expression, in characters from 0.</param>
/// <param name="message">What was expected, what was found, and the way out.</param>
/// <param name="expression">The whole constraint, when it was applied to values.</param>
public sealed class ExpressionException(int offset, string message, string? expression = null) : Exception(message)
{
    /// <summary>The whole constraint, when it was applied to values; null when it could not be read.</summary>
    public string? Expression { get; } = expression;

    /// <summary>Where in the expression, in characters from 0.</summary>
    public int Offset { get; } = offset;
}
