using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Reports.Trials;

namespace Sweep.Reports.Tests.Trials;

/// <summary>Trials that stand side by side should have been made alike; where they were not, that is said.</summary>
public sealed class MakerTextTests
{
    private static readonly MadeBy One = new() { Sweep = "0.2.0", Engine = "fused", Threads = 1 };

    [Fact]
    public void A_line_has_what_is_known_and_no_command_line() => Assert.Equal(
        "sweep 0.2.0+89abcdef01, engine fused, threads 1, commit 0123456789 and changes",
        MakerText.Line(One with
        {
            Sweep = "0.2.0+89abcdef0123456789abcdef0123456789abcdef",
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Changed = true,
            Command = "x",
        }));

    [Fact]
    public void Trials_made_alike_need_no_word()
    {
        Assert.Null(MakerText.Difference([]));
        Assert.Null(MakerText.Difference([new(null, 3)]));
        Assert.Null(MakerText.Difference([new(One, 3)]));
    }

    [Fact]
    public void A_difference_is_told_with_the_trials_of_each_side() => Assert.Equal(
        "! made by different ones (trials in parentheses): sweep 0.2.0 (7), 0.3.0 (2); libtorch none (7), 2.10.0 (2); not recorded (1)",
        MakerText.Difference([new(One, 4), new(One, 3), new(One with { Sweep = "0.3.0", Libtorch = "2.10.0" }, 2), new(null, 1)]));

    [Fact]
    public void Of_many_values_a_few_are_told() => Assert.Equal(
        "! made by different ones (trials in parentheses): threads 1 (1), 2 (1), 3 (1), 4 (1) and 6 more",
        MakerText.Difference([.. Enumerable.Range(1, 10).Select(n => new MakerCount(new MadeBy { Threads = n }, 1))]));
}
