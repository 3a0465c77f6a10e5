using System.Globalization;

namespace Sweep.Search.Expressions;

/// <summary>A node of a parsed expression. Values are <see cref="double"/>, <see cref="string"/>, <see cref="bool"/> or null.</summary>
internal abstract record Expression(int Offset)
{
    public abstract object? Evaluate(Func<string, object?> valueOf);

    /// <summary>Parameters it names, each with its place.</summary>
    public abstract IEnumerable<Name> Names { get; }

    /// <summary>Texts that parameters are compared with for equality.</summary>
    public virtual IEnumerable<(string Name, string Text, int Offset)> Comparisons => [];

    protected double Number(object? value, string operation) =>
        value is double number ? number : throw new ExpressionException(Offset, $"'{operation}' needs numbers, found {Describe(value)}");

    protected static string Describe(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => $"the text '{value}'",
    };
}

/// <summary>A number or a text.</summary>
internal sealed record Literal(int Offset, object Value) : Expression(Offset)
{
    public override IEnumerable<Name> Names => [];

    public override object? Evaluate(Func<string, object?> valueOf) => Value;
}

/// <summary>A parameter.</summary>
internal sealed record Name(int Offset, string Parameter) : Expression(Offset)
{
    public override IEnumerable<Name> Names => [this];

    public override object? Evaluate(Func<string, object?> valueOf) => valueOf(Parameter);
}

/// <summary><c>not</c> and the minus sign.</summary>
internal sealed record Unary(int Offset, string Operation, Expression Operand) : Expression(Offset)
{
    public override IEnumerable<Name> Names => Operand.Names;
    public override IEnumerable<(string Name, string Text, int Offset)> Comparisons => Operand.Comparisons;

    public override object? Evaluate(Func<string, object?> valueOf)
    {
        var value = Operand.Evaluate(valueOf);
        if (Operation == "-") return -Number(value, "-");
        return value is bool flag ? !flag : throw new ExpressionException(Offset, $"'not' needs a condition, found {Describe(value)}");
    }
}

/// <summary>Everything with two sides.</summary>
internal sealed record Binary(int Offset, string Operation, Expression Left, Expression Right) : Expression(Offset)
{
    public override IEnumerable<Name> Names => Left.Names.Concat(Right.Names);

    public override IEnumerable<(string Name, string Text, int Offset)> Comparisons => (Operation, Left, Right) switch
    {
        ("==" or "!=", Name name, Literal { Value: string text } literal) => [(name.Parameter, text, literal.Offset)],
        ("==" or "!=", Literal { Value: string text } literal, Name name) => [(name.Parameter, text, literal.Offset)],
        _ => Left.Comparisons.Concat(Right.Comparisons),
    };

    public override object? Evaluate(Func<string, object?> valueOf)
    {
        var left = Left.Evaluate(valueOf);
        if (Operation is "and" or "or") return Logic(left, valueOf);
        var right = Right.Evaluate(valueOf);
        return Operation switch
        {
            "==" => Equals(left, right),
            "!=" => !Equals(left, right),
            "<" => Number(left, "<") < Number(right, "<"),
            "<=" => Number(left, "<=") <= Number(right, "<="),
            ">" => Number(left, ">") > Number(right, ">"),
            ">=" => Number(left, ">=") >= Number(right, ">="),
            "+" => Number(left, "+") + Number(right, "+"),
            "-" => Number(left, "-") - Number(right, "-"),
            "*" => Number(left, "*") * Number(right, "*"),
            "/" => Number(left, "/") / Number(right, "/"),
            _ => Number(left, "%") % Number(right, "%"),
        };
    }

    private bool Logic(object? left, Func<string, object?> valueOf)
    {
        var first = Condition(left);
        return Operation == "and" ? first && Condition(Right.Evaluate(valueOf)) : first || Condition(Right.Evaluate(valueOf));
    }

    private bool Condition(object? value) =>
        value is bool flag ? flag : throw new ExpressionException(Offset, $"'{Operation}' joins conditions, found {Describe(value)}");
}
