using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Grammars;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Tests.Data;

namespace Sweep.Experiments.Tests.Training;

public class FloorAlarmTests
{
    [Theory]
    [InlineData(1.000, false)]
    [InlineData(0.971, false)]
    [InlineData(0.969, true)]
    [InlineData(0.000, true)]
    public void It_rings_30_nats_below_what_the_process_needs_for_the_whole_tail(double loss, bool rings) =>
        Assert.Equal(rings, FloorAlarm.Check(loss, idealNats: 1, tokens: 1000) is not null);

    [Fact]
    public void It_is_silent_where_no_floor_is_known_or_the_loss_is_no_number()
    {
        Assert.Null(FloorAlarm.Check(0, null, 1000));
        Assert.Null(FloorAlarm.Check(double.NaN, 1, 1000));
    }

    [Fact]
    public void It_is_silent_for_the_process_itself_where_a_comparison_with_the_rate_would_ring()
    {
        // Some tails are easier than the rate by chance; their own ideal says so.
        var model = EnglishGrammar.Instance;
        var tails = Enumerable.Range(0, 50).Select(seed => GrammarText.Words(EnglishGrammar.Instance, seed).Take(2000).ToArray());
        var ideals = tails.Select(words => model.Nats(words, TokenKind.Word).Average()).ToArray();

        Assert.Contains(ideals, nats => FloorAlarm.Check(nats, model.Sizes.EntropyRate(TokenKind.Word), 2000) is not null);
        Assert.All(ideals, nats => Assert.Null(FloorAlarm.Check(nats, nats, 2000)));
    }

    [Fact]
    public void It_rings_for_a_model_that_is_told_the_next_letter_a_tenth_of_the_time()
    {
        var corpus = new CorpusCatalog([new GrammarSource()]).Get(new CorpusOptions());

        Assert.NotNull(FloorAlarm.Check(0.9 * corpus.IdealValidationNats!.Value, corpus.IdealValidationNats, corpus.HeldOut));
    }
}
