using System.Text;
using System.Text.Json;
using Sweep.Contracts.Text;

namespace Sweep.Contracts.Tests;

public sealed class FlatJsonTests
{
    [Fact]
    public void Members_come_with_their_names_and_values_as_they_stand()
    {
        var (members, isWhole) = Read("""{"lr":-1.5e-05,"cell":"gru ü","deep":true,"none":null,"no":false,"n":0}""");

        Assert.True(isWhole);
        Assert.Equal(
            [
                "lr -1.5e-05 Number", "cell \"gru ü\" String", "deep true True", "none null Null", "no false False", "n 0 Number",
            ],
            members);
        Assert.True(Read("{}").IsWhole);
    }

    [Theory]
    [InlineData("""{"a": 1}""")]
    [InlineData("""{ "a":1}""")]
    [InlineData("""{"a":1} """)]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":"\n"}""")]
    [InlineData("""{"\u0061":1}""")]
    public void What_it_does_not_read_is_left_to_a_reader_of_all_JSON(string json) => Assert.False(Read(json).IsWhole);

    [Fact]
    public void It_takes_no_text_that_is_no_JSON()
    {
        string[] good = ["""{"a":-10.25E+3,"b":"x y","c":true,"d":null}""", "{}", """{"a":0,"bc":false}""", """{"a":"","b":1e5}"""];
        foreach (var json in good.SelectMany(Spoiled))
        {
            if (!Read(json).IsWhole) continue;
            using var document = JsonDocument.Parse(json);
            Assert.Equal(document.RootElement.EnumerateObject().Select(member => $"{member.Name} {member.Value.GetRawText()}"),
                Read(json).Members.Select(member => member[..member.LastIndexOf(' ')]));
        }
    }

    /// <summary>The text, and with each character left out, doubled, or replaced.</summary>
    private static IEnumerable<string> Spoiled(string json)
    {
        yield return json;
        for (var at = 0; at < json.Length; at++)
        {
            yield return json.Remove(at, 1);
            yield return json.Insert(at, json[at].ToString());
            foreach (var other in "0-+.eE\"{}:,[]\\ \u0001tn") yield return json.Remove(at, 1).Insert(at, other.ToString());
        }
    }

    private static (List<string> Members, bool IsWhole) Read(string json)
    {
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(json);
        var members = new List<string>();
        var flat = new FlatJson(text);
        while (flat.Next())
            members.Add($"{Encoding.UTF8.GetString(text[flat.Name])} {Encoding.UTF8.GetString(text[flat.Value])} {flat.Type}");
        return (members, flat.IsWhole);
    }
}
