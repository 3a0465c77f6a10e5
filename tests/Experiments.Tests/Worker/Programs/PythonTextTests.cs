using System.Text.Json.Nodes;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>Each expected text is what Python 3 prints for <c>str(json.loads(value))</c> or <c>json.dumps(json.loads(value))</c>; but
/// for the numbers, which keep their digits here.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("true", "True")]
    [InlineData("null", "None")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("""["a",true,null]""", "['a', True, None]")]
    [InlineData("""{"lr":0.1,"deep":{"on":false}}""", "{'lr': 0.1, 'deep': {'on': False}}")]
    [InlineData("""["it's"]""", """["it's"]""")]
    [InlineData("""["it's \"so\""]""", """['it\'s "so"']""")]
    [InlineData("""["a\\b\n\t\u0000\u007f"]""", """['a\\b\n\t\x00\x7f']""")]
    [InlineData("""["grün 日本 😀 \u00a0\u2028\ue000"]""", """['grün 日本 😀 \xa0\u2028\ue000']""")]
    [InlineData("1E-05", "1e-05")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827")]
    public void Str(string value, string text) => Assert.Equal(text, PythonText.Str(JsonNode.Parse(value)));

    [Theory]
    [InlineData("""{"optimizer":{"lr":0.1,"on":[true,null]}}""", """{"optimizer": {"lr": 0.1, "on": [true, null]}}""")]
    [InlineData("""["it's <b> \"so\"\\\n\u0001"]""", """["it's <b> \"so\"\\\n\u0001"]""")]
    [InlineData("""["grün 😀"]""", """["gr\u00fcn \ud83d\ude00"]""")]
    public void Json(string value, string text) => Assert.Equal(text, PythonText.Json(JsonNode.Parse(value)));
}
