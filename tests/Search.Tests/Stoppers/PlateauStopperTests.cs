using CsCheck;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

public sealed class PlateauStopperTests
{
    [Fact]
    public void Stops_after_so_many_epochs_without_a_better_one()
    {
        var rule = new LiveStopper(new PlateauStopper(patience: 3));

        Assert.All(new[] { 5.0, 4, 4, 4.5 }, (loss, place) => Assert.Null(rule.Decide(0, place + 1, loss)));
        Assert.Equal("plateau: no epoch since 2 was better than 4", rule.Decide(0, 5, 9)!.Reason);
    }

    [Fact]
    public void Small_steps_count_once_they_add_up()
    {
        var rule = new LiveStopper(new PlateauStopper(patience: 2, minDelta: 1, maximize: true));

        // Below -1 by more than 1 only at the third epoch, and then no more.
        Assert.All(new[] { -1, -1.7, -2.4, -3 }, (loss, place) => Assert.Null(rule.Decide(0, place + 1, loss)));
        Assert.Equal("plateau: no epoch since 3 was better than 2.4 by more than 1", rule.Decide(0, 5, -3.4)!.Reason);
    }

    [Fact]
    public void Epochs_count_and_not_reports()
    {
        var rule = new LiveStopper(new PlateauStopper(patience: 5));
        rule.Decide(0, 1, 1);

        Assert.NotNull(rule.Decide(0, 6, 1));
    }

    [Fact]
    public void Other_trials_do_not_matter()
    {
        var rule = new LiveStopper(new PlateauStopper(patience: 2));
        for (var trial = 0; trial < 5; trial++) rule.Decide(trial, 1, trial);

        Assert.All(Enumerable.Range(0, 5), trial => Assert.Null(rule.Decide(trial, 2, trial - 0.5)));
    }

    [Fact]
    public void Decides_as_its_definition() =>
        Gen.Select(Histories.AnyLoss.Array[1, 40], Gen.Int[1, 5], Gen.Double[0, 2]).Sample((losses, patience, minDelta) =>
        {
            var rule = new LiveStopper(new PlateauStopper(patience, minDelta));
            (double Loss, int Epoch)? best = null;
            for (var epoch = 1; epoch <= losses.Length; epoch++)
            {
                var loss = losses[epoch - 1];
                if (double.IsFinite(loss) && (best is null || loss < best.Value.Loss - minDelta)) best = (loss, epoch);
                var stops = best is not null && double.IsFinite(loss) && epoch - best.Value.Epoch >= patience;
                Assert.Equal(stops, rule.Decide(0, epoch, loss) is not null);
            }
        });
}
