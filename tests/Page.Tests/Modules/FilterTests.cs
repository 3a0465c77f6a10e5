using System.Text.Json;

namespace Sweep.Page.Tests.Modules;

/// <summary>The language that picks trials.</summary>
public sealed class FilterTests
{
    private const string Names = "['cell', 'lr', 'layers', 'status', 'reason', 'metric']";
    private const string Row = "{ cell: 'lstm', lr: 0.01, layers: 2, status: 'completed', reason: null, metric: 1.64 }";
    private readonly WebModule filter = new("base/filter.js");

    [Theory]
    [InlineData("", true)]
    [InlineData("lr < 0.02", true)]
    [InlineData("lr<0.01", false)]
    [InlineData("lr <= 1e-2", true)]
    [InlineData("lr >= 0.01 and layers = 2", true)]
    [InlineData("lr >= 0.01 layers = 3", false)]
    [InlineData("layers = 3 or cell = lstm", true)]
    [InlineData("cell = LSTM", true)]
    [InlineData("cell != lstm", false)]
    [InlineData("cell in (gru, lstm)", true)]
    [InlineData("layers in (1, 3)", false)]
    [InlineData("not status = failed", true)]
    [InlineData("not (cell = lstm or layers = 2)", false)]
    [InlineData("cell = rnn and layers = 2 or metric < 2", true)]
    [InlineData("cell = rnn and (layers = 2 or metric < 2)", false)]
    [InlineData("status ~ comp", true)]
    [InlineData("cell = \"lstm\"", true)]
    [InlineData("reason = null", true)]
    [InlineData("reason ~ memory", false)]
    [InlineData("CELL = lstm", true)]
    public void A_trial_passes_or_not(string text, bool expected) =>
        Assert.Equal(expected, filter.Of($"m.filter({JsonSerializer.Serialize(text)}, {Names})(name => ({Row})[name])").GetBoolean());

    [Theory]
    [InlineData("reason < 5")]
    [InlineData("reason > 5")]
    [InlineData("cell < 5")]
    public void What_is_not_known_or_no_number_is_neither_less_nor_more(string text) =>
        Assert.False(filter.Of($"m.filter({JsonSerializer.Serialize(text)}, {Names})(name => ({Row})[name])").GetBoolean());

    [Theory]
    [InlineData("lrr < 1", "no column is called \"lrr\"; did you mean lr?", 0)]
    [InlineData("lr", "expected one of < <= > >= = != ~ in, found the end", 2)]
    [InlineData("lr <", "expected a value, found the end", 4)]
    [InlineData("lr < < 1", "expected a value, found \"<\"", 5)]
    [InlineData("cell in gru", "expected \"(\", found \"gru\"", 8)]
    [InlineData("(lr < 1", "expected \")\", found the end", 7)]
    [InlineData("lr < 1)", "expected \"and\" or \"or\", found \")\"", 6)]
    [InlineData("cell = \"ls", "the text that begins here has no closing \"", 7)]
    [InlineData("and lr < 1", "expected a name such as cell, lr, layers, found \"and\"", 0)]
    public void A_mistake_says_what_was_expected_what_was_found_and_where(string text, string message, int at)
    {
        var error = filter.Run(
            $"try {{ m.filter({JsonSerializer.Serialize(text)}, {Names}); }} " +
            "catch (error) { return { message: error.message, at: error.at }; }");
        Assert.Equal((message, at), (error.GetProperty("message").GetString(), error.GetProperty("at").GetInt32()));
    }

    [Fact]
    public void A_name_that_is_near_none_lists_those_there_are() =>
        Assert.Equal("no column is called \"temperature\"; there are cell, lr, layers, status, reason, metric",
            filter.Run($"try {{ m.filter('temperature > 1', {Names}); }} catch (error) {{ return error.message; }}").GetString());

    [Fact]
    public void No_text_can_make_it_fail_in_another_way() =>
        Assert.Equal(0, filter.Run($$"""
            const parts = ['lr', 'cell', '<', '=', '(', ')', 'and', 'or', 'not', 'in', ',', '"', '1', '!', '~', ' ', '\u0000', 'é'];
            let seed = 1, others = 0;
            for (let i = 0; i < 2000; i++) {
              let text = '';
              for (let k = 0; k < 8; k++) {
                seed = (seed * 48271) % 2147483647;
                text += parts[seed % parts.length] + (seed % 3 ? ' ' : '');
              }
              try { m.filter(text, {{Names}})(() => 1); } catch (error) { if (!(error instanceof m.FilterError)) others++; }
            }
            return others;
            """).GetInt32());
}
