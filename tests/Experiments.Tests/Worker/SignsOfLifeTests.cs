using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

public sealed class SignsOfLifeTests
{
    [Fact]
    public void Long_preparation_gives_signs_of_life_before_the_trial_has_started()
    {
        using var preparing = new PreparingRunner();
        using var worker = new WorkerHarness(("slow", preparing));
        worker.Next<WorkerReady>();
        worker.Send(WorkerHarness.Order("slow"));

        worker.Next<TrialProgress>();
        worker.Next<TrialProgress>();
        preparing.Ready.Set();

        Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]);
    }

    private sealed class PreparingRunner : ITrialRunner, IDisposable
    {
        public ManualResetEventSlim Ready { get; } = new();

        public TrialEnded Run(TrialContext trial)
        {
            using (trial.SignsOfLife()) Ready.Wait(TestContext.Current.CancellationToken);
            trial.Started(1);
            return new TrialEnded { Outcome = AttemptOutcome.Completed };
        }

        public void Dispose() => Ready.Dispose();
    }
}
