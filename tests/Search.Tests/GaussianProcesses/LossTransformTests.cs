using CsCheck;
using Sweep.Search.GaussianProcesses;

namespace Sweep.Search.Tests.GaussianProcesses;

public sealed class LossTransformTests
{
    [Fact]
    public void The_order_stays_and_what_diverged_is_worst() => Gen.Double[-1e6, 1e6].Array[2, 20].Sample(losses =>
    {
        var values = LossTransform.Apply([.. losses.Select(loss => (double?)loss), null], true);

        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        for (var i = 0; i < losses.Length; i++)
        {
            Assert.True(values[i] <= values[^1]);
            for (var k = 0; k < losses.Length; k++)
                if (losses[i] < losses[k]) Assert.True(values[i] <= values[k]);
        }
    });

    [Fact]
    public void Mean_0_and_variance_1()
    {
        var values = LossTransform.Apply([3, 1, 4, 1, 5, 9, 2, 6], true);

        Assert.Equal(0, values.Average(), 1e-12);
        Assert.Equal(1, values.Average(value => value * value), 1e-12);
    }

    [Fact]
    public void One_terrible_value_does_not_hide_the_differences_between_good_ones()
    {
        var values = LossTransform.Apply([1, 2, 3, 4, 1e9], true);

        Assert.True(values[1] - values[0] > 0.3);
    }

    [Theory, InlineData(5.0), InlineData(double.MaxValue), InlineData(null)]
    public void Equal_values_are_0(double? loss) =>
        Assert.All(LossTransform.Apply([loss, loss, loss], true), value => Assert.Equal(0, value));
}
