namespace Sweep.Page.Tests.Modules;

/// <summary>Bands of groups and what pictures of many trials need, against closed forms and printed tables.</summary>
public sealed class StatisticsTests
{
    private readonly WebModule stats = new("base/stats.js");

    /// <summary>Two-sided 95 % points of Student's t, as in the table of the NIST/SEMATECH handbook, 1.3.6.7.2, with more digits.</summary>
    [Theory]
    [InlineData(1, 12.7062047)]
    [InlineData(2, 4.3026527)]
    [InlineData(3, 3.1824463)]
    [InlineData(4, 2.7764451)]
    [InlineData(9, 2.2621572)]
    [InlineData(10, 2.2281389)]
    [InlineData(29, 2.0452296)]
    [InlineData(100, 1.9839715)]
    [InlineData(1000, 1.9623391)]
    public void Students_t_agrees_with_the_table(int freedom, double expected) =>
        Assert.Equal(expected, stats.Number($"m.student95({freedom})"), 6);

    [Fact]
    public void One_degree_of_freedom_is_the_cauchy_distribution() =>
        Assert.Equal(0.5, stats.Number("m.studentWithin(1, 1)"), 12);

    [Fact]
    public void Two_degrees_of_freedom_have_a_closed_form() =>
        Assert.Equal(1.5 / Math.Sqrt(2 + 1.5 * 1.5), stats.Number("m.studentWithin(1.5, 2)"), 12);

    [Fact]
    public void A_band_has_mean_count_and_interval_at_each_epoch()
    {
        var points = stats.Of("m.band([[1, 2, 2, 1], [1, 4, 2, 3], [1, 6]], 'interval')");
        Assert.Equal(2, points.GetArrayLength());
        Assert.Equal((3, 4.0), (points[0].GetProperty("n").GetInt32(), points[0].GetProperty("mean").GetDouble()));
        // Deviation 2 over three: 4.3026527 * 2 / sqrt(3).
        Assert.Equal(4.9682754, points[0].GetProperty("half").GetDouble(), 6);
        Assert.Equal((2, 2.0), (points[1].GetProperty("n").GetInt32(), points[1].GetProperty("mean").GetDouble()));
        // Deviation sqrt(2) over two: 12.7062047 * sqrt(2) / sqrt(2).
        Assert.Equal(12.7062047, points[1].GetProperty("half").GetDouble(), 6);
    }

    [Fact]
    public void A_band_of_spread_is_one_sample_deviation_wide() =>
        Assert.Equal(2, stats.Number("m.band([[1, 2], [1, 4], [1, 6]], 'spread')[0].half"), 12);

    [Fact]
    public void A_single_curve_has_no_band() =>
        Assert.Equal("null", stats.Of("m.band([[1, 2]], 'interval')[0].half").GetRawText());

    [Fact]
    public void Epochs_come_in_order_and_holes_do_not_count()
    {
        var points = stats.Of("m.band([[5, 1, 7, NaN], [2, 3, 7, 4]], 'interval').map(p => [p.epoch, p.n])");
        Assert.Equal("[[2,1],[5,1],[7,1]]", points.GetRawText());
    }

    [Fact]
    public void A_mean_of_nearly_equal_large_values_loses_no_digits() =>
        Assert.Equal(Math.Sqrt(2) / 2, stats.Number("m.band([[1, 1e9 + 1], [1, 1e9 + 2]], 'spread')[0].sd"), 9);

    [Fact]
    public void A_quantile_lies_between_its_neighbours() =>
        Assert.Equal([1, 1.75, 2.5, 4], stats.Numbers("[0, 0.25, 0.5, 1].map(p => m.quantile([1, 2, 3, 4], p))"));

    [Fact]
    public void Smoothing_does_not_pull_towards_its_start() =>
        Assert.All(stats.Numbers("[...m.smooth([1, 3, 2, 3, 3, 3], 0.9)].filter((_, i) => i % 2)"), value => Assert.Equal(3, value, 12));

    [Fact]
    public void A_smoothed_value_is_the_weighted_mean_of_the_past()
    {
        var values = stats.Numbers("[...m.smooth([1, 1, 2, 2, 3, 4], 0.5)].filter((_, i) => i % 2)");
        Assert.Equal(1, values[0], 12);
        Assert.Equal((0.5 * 1 + 2) / 1.5, values[1], 12);
        Assert.Equal((0.25 * 1 + 0.5 * 2 + 4) / 1.75, values[2], 12);
    }

    [Fact]
    public void Records_are_those_that_nothing_better_came_before()
    {
        Assert.Equal([5, 3, 1], stats.Numbers("m.records([5, 6, 3, 3, 1, 2], v => v, false)"));
        Assert.Equal([5, 6, 9], stats.Numbers("m.records([5, 6, 3, 9], v => v, true)"));
    }

    [Fact]
    public void A_grid_has_the_mean_of_each_field()
    {
        var grid = stats.Run("""
            const { means, counts } = m.grid([0.1, 0.2, 0.9, 1], [0.1, 0.1, 0.1, 1], [1, 3, 5, 7], 2, 2);
            return { means: [...means], counts: [...counts] };
            """);
        Assert.Equal("[2,5,null,7]", grid.GetProperty("means").GetRawText());
        Assert.Equal("[2,1,0,1]", grid.GetProperty("counts").GetRawText());
    }

    [Fact]
    public void A_density_counts_each_curve_once_in_each_column() =>
        // A flat curve in the lowest row, and one that rises by a row in each column.
        Assert.Equal([2, 1, 1, 0, 1, 0, 0, 0, 1], stats.Numbers("[...m.density([[0, 0.5, 3, 0.5], [0, 0, 3, 3]], e => e, v => v, 3, 3)]"));

    [Fact]
    public void A_surface_of_equal_values_is_flat_and_ends_where_no_point_is_near()
    {
        var surface = stats.Run("""
            const us = [], vs = [], values = [];
            for (let i = 0; i < 200; i++) { us.push((i % 20) / 50); vs.push(Math.floor(i / 20) / 10); values.push(3); }
            return [...m.surface(m.grid(us, vs, values, 50, 10), 200)].slice(0, 50);
            """).EnumerateArray().ToList();
        Assert.All(surface.Take(20), value => Assert.Equal(3, value.GetDouble(), 9));
        Assert.All(surface.TakeLast(20), value => Assert.Equal(System.Text.Json.JsonValueKind.Null, value.ValueKind));
    }
}
