using Sweep.Client.Sessions;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Tests.Sessions;

public sealed class CorpusCheckTests
{
    private const string Old = "1111111111112222222222223333333333334444444444445555555555556666";
    private const string New = "aaaaaaaaaaaabbbbbbbbbbbbccccccccccccddddddddddddeeeeeeeeeeeeffff";

    [Fact]
    public void Same_text_may_go_on() => Assert.Null(CorpusCheck.Problem([Planned(0, Old), Planned(1, Old)], [Held(0, Old), Held(1, Old)]));

    [Fact]
    public void Changed_text_of_any_trial_is_named_with_both_hashes_and_the_way_out()
    {
        var problem = CorpusCheck.Problem([Planned(0, Old), Planned(1, New)], [Held(0, Old), Held(1, Old)]);

        Assert.Equal(
            "the text of corpus t.txt has changed: expected SHA-256 111111111111, found aaaaaaaaaaaa; " +
            "restore the text, or give the sweep another name to start over with the new one",
            problem);
    }

    [Fact]
    public void Experiment_without_a_corpus_has_nothing_to_compare() =>
        Assert.Null(CorpusCheck.Problem([Planned(0, null)], [Held(0, null)]));

    [Fact]
    public void Trial_that_an_adaptive_sampler_added_later_has_nothing_to_be_compared_with() =>
        Assert.Null(CorpusCheck.Problem([], [Held(0, Old)]));

    private static PlannedTrial Planned(int number, string? sha) =>
        new() { Number = number, Config = Config(number), Replicate = 0, Seed = 1, Epochs = 1, Corpus = CorpusFacts.Of(sha, null) };

    private static TrialRow Held(int number, string? sha) =>
        new() { Sweep = "cells", Plan = new PlannedTrial { Number = number, Config = Config(number), Corpus = CorpusFacts.Of(sha, null) } };

    private static TrialConfig Config(int number) => $$"""{"corpus":"t.txt","hidden":{{number}}}""";
}
