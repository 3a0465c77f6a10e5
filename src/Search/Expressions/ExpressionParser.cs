namespace Sweep.Search.Expressions;

/// <summary>Recursive descent over <c>or</c>, <c>and</c>, <c>not</c>, comparison, sum, product, sign; loosest first.</summary>
internal sealed class ExpressionParser(IReadOnlyList<Token> tokens)
{
    private const int MaxLength = 1000;
    private const int MaxDepth = 50;
    private int next;
    private int depth;

    private Token Current => tokens[next];

    public static Expression Parse(string text)
    {
        if (text.Length > MaxLength)
            throw new ExpressionException(
            0, $"longer than {MaxLength} characters: split it into several constraints, all of them must hold");
        var parser = new ExpressionParser(Tokenizer.Cut(text));
        var expression = parser.Or();
        if (parser.Current.Kind != TokenKind.End)
            throw new ExpressionException(parser.Current.Offset, $"expected an operator or the end, found {parser.Current.Describe()}");
        return expression;
    }

    private Expression Or() => Chain(And, "or");

    private Expression And() => Chain(Not, "and");

    private Expression Not()
    {
        if (!Is("not")) return Comparison();
        var at = tokens[next++].Offset;
        return new Unary(at, "not", Nested(Not));
    }

    private Expression Comparison()
    {
        var left = Sum();
        if (!Is("==", "!=", "<", "<=", ">", ">=")) return left;
        var operation = tokens[next++];
        var comparison = new Binary(operation.Offset, operation.Text, left, Sum());
        return Is("==", "!=", "<", "<=", ">", ">=")
            ? throw new ExpressionException(Current.Offset, "comparisons cannot be chained: write 'a < b and b < c'")
            : comparison;
    }

    private Expression Sum() => Chain(Product, "+", "-");

    private Expression Product() => Chain(Sign, "*", "/", "%");

    private Expression Sign()
    {
        if (!Is("-")) return Primary();
        var at = tokens[next++].Offset;
        return new Unary(at, "-", Nested(Sign));
    }

    private Expression Primary()
    {
        var token = tokens[next];
        if (token.Kind != TokenKind.End) next++;
        switch (token)
        {
            case { Kind: TokenKind.Number }: return new Literal(token.Offset, token.Number);
            case { Kind: TokenKind.Text }: return new Literal(token.Offset, token.Text);
            case { Kind: TokenKind.Name, Text: "true" or "false" }: return new Literal(token.Offset, token.Text == "true");
            case { Kind: TokenKind.Name }: return new Name(token.Offset, token.Text);
            case { Kind: TokenKind.Operator, Text: "(" }:
                var inner = Nested(Or);
                if (!Is(")")) throw new ExpressionException(Current.Offset, $"expected ')', found {Current.Describe()}");
                next++;
                return inner;
            default:
                throw new ExpressionException(token.Offset, $"expected a parameter, a number or a quoted text, found {token.Describe()}");
        }
    }

    private Expression Chain(Func<Expression> operand, params string[] operations)
    {
        var left = operand();
        while (Is(operations))
        {
            var operation = tokens[next++];
            left = new Binary(operation.Offset, operation.Text, left, operand());
        }

        return left;
    }

    private Expression Nested(Func<Expression> inner)
    {
        if (++depth > MaxDepth) throw new ExpressionException(Current.Offset, $"nested more than {MaxDepth} levels deep");
        var expression = inner();
        depth--;
        return expression;
    }

    private bool Is(params string[] operations) => Current.Kind == TokenKind.Operator && operations.Contains(Current.Text);
}
