using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Sweep.Page.Answers;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>Learning curves as bytes.</summary>
public sealed class CurvesTests : IAsyncLifetime
{
    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task All_points_of_all_trials_come_by_trial_and_epoch()
    {
        var (header, epochs, values) = await Read("");

        Assert.Equal("[0,1,2,3]", header["trials"]!.ToJsonString());
        Assert.Equal("[1,1,1,1]", header["attempt"]!.ToJsonString());
        Assert.Equal("[3,3,3,2]", header["count"]!.ToJsonString());
        Assert.Equal(("val_perplexity", 1, 11, 0),
            ((string)header["metric"]!, (int)header["step"]!, (int)header["points"]!, (int)header["left_out"]!));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2], epochs);
        Assert.Equal([8, 4, 2, 10, 6, 4, 9, 7, 5, 9, 6], values);
    }

    [Fact]
    public async Task Some_trials_another_metric_and_fewer_points_may_be_asked_for()
    {
        var other = await Read("?metric=grad_norm&trials=3");
        var fewer = await Read("?trials=0&points=2");
        var best = await Read("?trials=best:1");

        Assert.Equal([4.5f, 3], other.Values);
        Assert.Equal([1, 2, 3], fewer.Epochs);
        Assert.Equal("[0,1]", best.Header["trials"]!.ToJsonString());
        Assert.Empty((await Read("?metric=nothing")).Values);
    }

    [Theory]
    [InlineData("é", 2)]
    [InlineData("aé", 3)]
    [InlineData("a€", 4)]
    [InlineData("😀", 4)]
    [InlineData("", 0)]
    public void A_character_that_is_cut_waits_for_its_end(string text, int length)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text + "x");

        Assert.Equal(length + 1, OutputAnswer.Whole(bytes));
        Assert.Equal(length, OutputAnswer.Whole(bytes.AsSpan(0, length)));
        if (length > 1) Assert.Equal(text.StartsWith('a') ? 1 : 0, OutputAnswer.Whole(bytes.AsSpan(0, length - 1)));
    }

    private async Task<(JsonNode Header, float[] Epochs, float[] Values)> Read(string query)
    {
        var bytes = await page.Client.GetByteArrayAsync("/api/s/cells/curves" + query, TestContext.Current.CancellationToken);
        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Assert.Equal(0, (4 + length) % 4);
        var header = JsonNode.Parse(bytes.AsSpan(4, length))!;
        var numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(4 + length)).ToArray();
        var points = (int)header["points"]!;
        Assert.Equal(2 * points, numbers.Length);
        return (header, numbers[..points], numbers[points..]);
    }
}
