using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

public sealed class ComparisonSentenceTests
{
    [Fact]
    public void Lower_ratio_of_a_minimised_metric_is_better() => Assert.Equal(
        "lstm is better than gru: it has 5.0 % lower val_perplexity (95 % CI 8.0 % lower to 2.0 % lower), p = 0.003 (paired t-test " +
            "over 6 pairs)",
        Ratio(0.95, 0.92, 0.98, 0.003));

    [Fact]
    public void Higher_ratio_of_a_minimised_metric_speaks_for_the_first() => Assert.Equal(
        "gru is better than lstm: lstm has 5.0 % higher val_perplexity (95 % CI 2.0 % higher to 8.0 % higher), p <0.001 (paired t-test " +
            "over 6 pairs)",
        Ratio(1.05, 1.02, 1.08, 0.0001));

    [Fact]
    public void Large_p_separates_nothing() => Assert.Equal(
        "gru and lstm cannot be separated: lstm has 1.0 % lower val_perplexity (95 % CI 4.0 % lower to 2.0 % higher), p = 0.310 (paired " +
            "t-test over 6 pairs)",
        Ratio(0.99, 0.96, 1.02, 0.31));

    [Fact]
    public void Difference_of_a_maximised_metric_is_in_its_unit()
    {
        var pair = Pair(0.125, 0.1, 0.15, 0.01);

        Assert.Equal(
            "lstm is better than gru: it has 0.1250 higher accuracy (95 % CI 0.1000 higher to 0.1500 higher), p = 0.010 (paired t-test " +
                "over 6 pairs)",
            ComparisonSentence.Of(pair, new("cell", "accuracy", ComparisonScale.Difference, [], [pair]), maximize: true));
    }

    [Fact]
    public void One_pair_says_why_nothing_is_known()
    {
        var pair = new PairedComparison("gru", "lstm", Pairs: 1, Effect: 0.9, Note: "one pair only");

        Assert.Equal(
            "gru and lstm cannot be separated: lstm has 10.0 % lower val_perplexity, but one pair only",
            ComparisonSentence.Of(pair, new("cell", "val_perplexity", ComparisonScale.Ratio, [], [pair]), maximize: false));
    }

    [Fact]
    public void No_pairs_say_why()
    {
        var pair = new PairedComparison("gru", "lstm", Pairs: 0, Note: "no pairs: they never agree in layers");

        Assert.Equal(
            "gru and lstm cannot be compared: no pairs: they never agree in layers",
            ComparisonSentence.Of(pair, new("cell", "val_perplexity", ComparisonScale.Ratio, [], [pair]), maximize: false));
    }

    [Fact]
    public void Number_is_named_with_its_parameter()
    {
        var pair = Pair(0.95, 0.92, 0.98, 0.003) with { A = "1", B = "2" };

        Assert.StartsWith(
            "layers 2 is better than layers 1: it has 5.0 % lower",
            ComparisonSentence.Of(pair, new("layers", "val_perplexity", ComparisonScale.Ratio, [], [pair]), maximize: false));
    }

    [Fact]
    public void Several_comparisons_say_that_p_is_corrected()
    {
        var pair = Pair(0.95, 0.92, 0.98, 0.003);

        Assert.EndsWith(
            "p = 0.003 (paired t-test over 6 pairs, corrected for 3 comparisons)",
            ComparisonSentence.Of(pair, new("cell", "val_perplexity", ComparisonScale.Ratio, [], [pair, pair, pair]), maximize: false));
    }

    private static string Ratio(double effect, double low, double high, double p)
    {
        var pair = Pair(effect, low, high, p);
        return ComparisonSentence.Of(pair, new("cell", "val_perplexity", ComparisonScale.Ratio, [], [pair]), maximize: false);
    }

    private static PairedComparison Pair(double effect, double low, double high, double p) =>
        new("gru", "lstm", Pairs: 6, MeanDifference: 0, Effect: effect, Low: low, High: high, TTestP: p, HolmTTestP: p);
}
