using Sweep.Reports.Tables;

namespace Sweep.Reports.Tests.Tables;

/// <summary>Rows that another thread makes while they are written.</summary>
public sealed class RowsAheadTests
{
    /// <summary>More than are ever made before they are asked for.</summary>
    private const int Many = 20_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(Many)]
    public void All_rows_come_in_their_order(int count) =>
        Assert.Equal(Enumerable.Range(0, count), RowsAhead.Of(Enumerable.Range(0, count)));

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1500)]
    public void An_error_comes_in_the_place_of_its_row(int place)
    {
        var taken = new List<int>();

        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var row in RowsAhead.Of(FailingAt(place))) taken.Add(row);
        });

        Assert.Equal($"row {place}", error.Message);
        Assert.Equal(Enumerable.Range(0, place), taken);
    }

    [Fact]
    public void Who_takes_few_rows_has_few_made_and_may_close_their_source()
    {
        var (made, isClosed) = (0, false);
        IEnumerable<int> Source()
        {
            try
            {
                for (; made < Many; made++) yield return made;
            }
            finally
            {
                isClosed = true;
            }
        }

        Assert.Equal(Enumerable.Range(0, 600), RowsAhead.Of(Source()).Take(600));

        Assert.True(isClosed);
        Assert.InRange(made, 600, Many / 2);
    }

    private static IEnumerable<int> FailingAt(int row)
    {
        for (var i = 0; i < row; i++) yield return i;
        throw new InvalidDataException($"row {row}");
    }
}
