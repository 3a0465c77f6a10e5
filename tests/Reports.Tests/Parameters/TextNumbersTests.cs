using System.Text;
using Sweep.Reports.Parameters;

namespace Sweep.Reports.Tests.Parameters;

public sealed class TextNumbersTests
{
    [Fact]
    public void Texts_are_numbered_in_order_of_first_appearance()
    {
        var texts = new TextNumbers();

        string[] seen = ["gru", "", "gru", "lstm", "", "ü"];
        Assert.Equal([0, 1, 0, 2, 1, 3], seen.Select(text => texts.Of(Encoding.UTF8.GetBytes(text))));
        Assert.Equal(["gru", "", "lstm", "ü"], Enumerable.Range(0, texts.Count).Select(number => Encoding.UTF8.GetString(texts[number])));
    }

    [Fact]
    public void Very_many_keep_their_numbers()
    {
        var texts = new TextNumbers();
        for (var time = 0; time < 2; time++)
            for (var i = 0; i < 20_000; i++) Assert.Equal(i, texts.Of(Encoding.UTF8.GetBytes($"{i * 0.25}")));
        Assert.Equal(20_000, texts.Count);
    }
}
