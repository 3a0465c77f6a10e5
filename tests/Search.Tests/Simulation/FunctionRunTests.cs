using Sweep.Bench.Search.Functions;
using Sweep.Search.Samplers;

namespace Sweep.Search.Tests.Simulation;

public sealed class FunctionRunTests
{
    private static readonly TestFunction Branin = TestFunctions.Named("branin");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_free_worker_asks_at_once(int workers)
    {
        var run = FunctionRun.Of(new RandomSampler(Branin.Space, 7), Branin, workers, 40, seed: 3);

        Assert.Equal(Enumerable.Range(0, 40).Select(k => (long)k), run.Select(trial => trial.Number).Order());
        double[] ends = [.. run.Select(trial => trial.End)];
        Assert.Equal(ends.Order(), ends);
        foreach (var trial in run)
        {
            // Trial k begins when all but workers - 1 of those before it have ended.
            var begin = trial.Number < workers ? 0 : ends[trial.Number - workers];
            Assert.Equal(begin + 0.5 + KeyedRandom.Uniform(KeyedRandom.Key("duration"), 3, (ulong)trial.Number), trial.End, 1e-12);
        }
    }

    [Fact]
    public void The_sampler_sees_ends_in_their_order_and_what_runs_in_the_order_of_asking()
    {
        var spy = new Spy(new RandomSampler(Branin.Space, 7));
        var run = FunctionRun.Of(spy, Branin, 3, 20, seed: 5);
        var configs = run.ToDictionary(trial => trial.Number, trial => trial.Config);

        for (var k = 0; k < 20; k++)
        {
            var finished = Math.Max(0, k - 2);
            Assert.Equal(run.Take(finished).Select(trial => trial.Number), spy.Seen[k].Finished.Select(observation => observation.Index));
            Assert.Equal(run.Take(finished).Select(trial => (double?)trial.Observed), spy.Seen[k].Finished.Select(o => o.Loss));
            var running = Enumerable.Range(0, k).Select(i => (long)i).Except(run.Take(finished).Select(trial => trial.Number));
            Assert.Equal(running.Select(i => configs[i]), spy.Seen[k].Running);
        }
    }

    [Fact]
    public void A_diverged_trial_is_told_without_a_loss()
    {
        var diverge = TestFunctions.Named("diverge5");
        var spy = new Spy(new RandomSampler(diverge.Space, 1));
        var run = FunctionRun.Of(spy, diverge, 1, 30, seed: 0);

        Assert.Contains(run, trial => double.IsInfinity(trial.Value));
        Assert.All(spy.Seen[^1].Finished.Zip(run), pair => Assert.Equal(double.IsInfinity(pair.Second.Value), pair.First.Loss is null));
    }

    [Fact]
    public void The_run_ends_with_the_space()
    {
        var nk = TestFunctions.Named("nk8");
        var three = new GridSampler(new([.. nk.Space.Parameters.Take(1)], []));

        Assert.Equal(4, FunctionRun.Of(three, nk with { Formula = _ => 1 }, 3, 100, seed: 0).Count);
    }

    [Fact]
    public void Equal_arguments_make_equal_runs()
    {
        var noisy = TestFunctions.Named("rnn10_noisy");

        Assert.Equal(Run(), Run());

        IReadOnlyList<EvaluatedTrial> Run() => FunctionRun.Of(new RandomSampler(noisy.Space, 2), noisy, 4, 50, 9);
    }

    [Fact]
    public void The_score_is_the_true_value_of_what_looked_best()
    {
        EvaluatedTrial[] trials = [Trial(5, 6), Trial(3, 7), Trial(4, 2), Trial(1, 2), Trial(0, double.PositiveInfinity)];

        Assert.Equal([4, 4, 3, 3, 3], EvaluatedTrial.Regrets(trials, optimum: 1));
    }

    private static EvaluatedTrial Trial(double value, double observed) => new(0, "{}", value, observed, 0);

    private sealed class Spy(ISampler sampler) : ISampler
    {
        public List<SearchHistory> Seen { get; } = [];

        public string Name => sampler.Name;

        public long? Count => sampler.Count;

        public bool IsAdaptive => true;

        public Suggestion? Suggest(long index, SearchHistory history)
        {
            Seen.Add(history);
            return sampler.Suggest(index, history);
        }
    }
}
