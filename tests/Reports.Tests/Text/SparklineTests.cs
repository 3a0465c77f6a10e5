using Sweep.Reports.Text;

namespace Sweep.Reports.Tests.Text;

public sealed class SparklineTests
{
    [Fact]
    public void Lowest_value_is_the_lowest_bar_and_highest_the_highest() => Assert.Equal("█▅▁", Sparkline.Of([10, 6, 2]));

    [Fact]
    public void Equal_values_are_flat() => Assert.Equal("▁▁▁", Sparkline.Of([3, 3, 3]));

    [Fact]
    public void Long_curve_is_shrunk_to_the_width() => Assert.Equal("▁█", Sparkline.Of([1, 1, 1, 5, 5, 5], width: 2));

    [Fact]
    public void No_values_are_no_bars() => Assert.Equal("", Sparkline.Of([]));
}
