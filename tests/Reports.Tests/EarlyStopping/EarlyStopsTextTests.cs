using Sweep.Reports.EarlyStopping;

namespace Sweep.Reports.Tests.EarlyStopping;

public sealed class EarlyStopsTextTests
{
    private static readonly EarlyStops Stops = new(
        Rule: "asha",
        Trials: 1081,
        Stopped: 1054,
        Forks: 0,
        Waiting: 1,
        Unknown: 0,
        TrainedEpochs: 410,
        SavedEpochs: 1210,
        Rungs: [new(0, 1, 81, 27, 53, 1), new(0, 3, 27, 27, 0, 0), new(0, 9, 3, null, null, null)]);

    [Fact]
    public void Says_who_was_stopped_and_what_that_saved()
    {
        Assert.Equal("asha stopped 1,054 of 1,081 trials, 1 waits", EarlyStopsText.Trials(Stops));
        Assert.Equal("asha stopped 0 of 1 trial", EarlyStopsText.Trials(Stops with { Trials = 1, Stopped = 0, Waiting = 0 }));
        Assert.Equal(
            "asha stopped 1,054 of 1,081 trials, 2 forks took their place, 1 waits", EarlyStopsText.Trials(Stops with { Forks = 2 }));
        Assert.Equal("410 of 1,620 epochs trained, 1,210 (75 %) saved", EarlyStopsText.Compute(Stops));
        Assert.Equal("1 epoch trained, none saved", EarlyStopsText.Compute(Stops with { TrainedEpochs = 1, SavedEpochs = 0 }));
    }

    [Fact]
    public void Says_what_became_of_the_trials_of_each_rung()
    {
        Assert.Equal(
            ["rungs: epoch 1: 81 reached it, 27 went on, 53 stopped, 1 waits; epoch 3: 27 reached it, 27 went on; epoch 9: 3 reached it"],
            EarlyStopsText.Rungs(Stops));
        Assert.Equal(
            ["rungs of bracket 0: epoch 1: 2 reached it", "rungs of bracket 1: epoch 3: 1 reached it, 1 went on"],
            EarlyStopsText.Rungs(Stops with { Rungs = [new(0, 1, 2, 0, 0, 0), new(1, 3, 1, 1, 0, 0)] }));
    }
}
