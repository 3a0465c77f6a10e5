using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <summary>Files that earlier releases wrote are gone on from.
/// A file is never changed once committed; a new version of the form adds two.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class StoredCheckpointTests
{
    [Theory]
    [InlineData("version-2")]
    public void A_checkpoint_of_an_earlier_release_is_gone_on_from(string version)
    {
        using var harness = new TrainingHarness();
        harness.Checkpoints.Prepare();
        foreach (var path in new[] { harness.Checkpoints.LastPath, harness.Checkpoints.BestPath })
        {
            using var stored = typeof(StoredCheckpointTests).Assembly.GetManifestResourceStream($"{version}.{Path.GetFileName(path)}")!;
            using var file = File.Create(path);
            stored.CopyTo(file);
        }

        var last = CheckpointFolder.Load(harness.Checkpoints.LastPath);
        var events = harness.Run(harness.Order(last.Config, last.Seed), interruptAfter: 1);

        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.Equal(4, Assert.Single(events.OfType<TrialStarted>()).EpochsDone);
        Assert.Equal([1, 2, 3, 4], TrainingHarness.Reports(events).Select(report => report.Epoch));
        Assert.Equal(last.Entry<long>("optimizer_steps")
            + 1, CheckpointFolder.Load(harness.Checkpoints.LastPath).Entry<long>("optimizer_steps"));
    }
}
