using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Search.Expressions;

namespace Sweep.Search.Spaces;

/// <summary>A condition that every configuration of a sweep must meet, such as <c>layers * hidden &lt;= 2048</c>. Immutable.</summary>
/// <remarks>
/// Numbers, texts in quotes, true, false, parameter names (in backquotes when they hold a '-'), <c>+ - * / %</c>, <c>== != &lt; &lt;= &gt;
/// &gt;=</c>, <c>and or not</c> and parentheses, with the precedences of Python. Nothing else: it cannot call, assign or reach anything.
/// </remarks>
public sealed class Constraint
{
    private readonly Expression expression;

    private Constraint(string text, Expression expression)
    {
        Text = text;
        this.expression = expression;
        Comparisons = [.. expression.Comparisons];
        Parameters = [.. expression.Names.Select(name => (name.Parameter, name.Offset))];
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The parameters it names, each with its place in <see cref="Text"/> in characters from 0.</summary>
    public IReadOnlyList<(string Name, int Offset)> Parameters { get; }

    /// <summary>Every text that a parameter is held to be equal or unequal to, with the place of the comparison.</summary>
    public IReadOnlyList<(string Name, string Text, int Offset)> Comparisons { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static Constraint Parse(string text) => new(text, ExpressionParser.Parse(text));

    /// <summary>True when the values meet it. One that names a parameter which this configuration does not have asks nothing
    /// of it.</summary>
    /// <exception cref="ExpressionException">The values do not fit the operators, or the whole is not true or false.</exception>
    public bool Holds(Func<string, bool> has, Func<string, JsonNode?> valueOf)
    {
        if (!Parameters.All(parameter => has(parameter.Name))) return true;
        try
        {
            return expression.Evaluate(name => Plain(valueOf(name))) is bool holds
                ? holds
                : throw new ExpressionException(0, $"it is a value, not a condition: compare it, for example '{Text} <= 10'");
        }
        catch (ExpressionException e) when (e.Expression is null)
        {
            throw new ExpressionException(e.Offset, $"in the constraint '{Text}': {e.Message}", Text);
        }
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static double Number(JsonValue value) =>
        value.TryGetValue<double>(out var real) ? real : value.TryGetValue<long>(out var whole) ? whole
            : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static object? Plain(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.Number => Number(value.AsValue()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
