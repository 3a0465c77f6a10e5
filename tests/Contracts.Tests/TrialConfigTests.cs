using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Contracts.Tests;

/// <summary>A configuration is its text; values are read from it when they are asked for.</summary>
public sealed class TrialConfigTests
{
    [Fact]
    public void Numbers_keep_the_digits_they_were_written_with()
    {
        TrialConfig config = """{"lr":0.10,"layers":2}""";

        Assert.Equal("""{"lr":0.10,"layers":2}""", config.Json);
        Assert.Equal("0.10", config["lr"]!.ToJsonString());
        Assert.Equal(["lr", "layers"], config.Names);
    }

    [Fact]
    public void What_is_taken_out_does_not_change_what_is_inside()
    {
        TrialConfig config = """{"sizes":[1,2]}""";

        ((JsonArray)config["sizes"]!).Add(3);
        config.ToJson()["sizes"] = 4;

        Assert.Equal("[1,2]", config["sizes"]!.ToJsonString());
        Assert.Equal("""{"sizes":[1,2]}""", config.Json);
    }

    [Fact]
    public void A_text_that_is_no_object_is_kept_and_refused_when_it_is_read()
    {
        TrialConfig config = "[1]";

        Assert.Equal("[1]", config.Json);
        Assert.Contains("found: [1]", Assert.Throws<JsonException>(() => config.Has("x")).Message);
        Assert.Throws<JsonException>(() => TrialConfig.Parse("[1]"));
    }

    [Fact]
    public void Equal_texts_are_equal_configurations() =>
        Assert.Single(new HashSet<TrialConfig> { """{"x":1}""", TrialConfig.Parse("""{ "x" : 1 }""") });
}
