using Sweep.Reports.Importance;
using Sweep.Search.Importance;

namespace Sweep.Reports.Tests.Importance;

public sealed class ImportanceSentencesTests
{
    [Fact]
    public void The_most_important_one_is_named_with_its_interval_and_what_cannot_be_told() => Assert.Equal(
        [
            "lr matters most: 60 % of what single parameters explain (90 % interval 40 % to 80 %)",
            "cannot tell whether lr or hidden matters more: their intervals overlap",
            "cannot tell whether clip, layers and seed matter at all: chance alone may make as much",
        ],
        Answers(Of("lr", 0.6, 0.4, 0.8), Of("hidden", 0.3, 0.1, 0.45), Of("cell", 0.08, 0.02, 0.2), Unclear("clip"), Unclear("layers"),
            Unclear("seed")));

    [Fact]
    public void One_that_is_not_clear_is_never_the_most_important() => Assert.Equal(
        [
            "lr matters most: <1 % of what single parameters explain (90 % interval 0 % to <1 %)",
            "cannot tell whether clip matters at all: chance alone may make as much",
        ],
        Answers(Unclear("clip") with { Share = 0.9 }, Of("lr", 0.001, 0, 0.002)));

    [Fact]
    public void Captions_say_what_the_numbers_are_of()
    {
        var report = new ImportanceReport([], null) { Best = 10, Explained = 0.384 };

        Assert.Equal(
            [
                "importance: part of what single parameters explain of being among the best 10 of 100 configurations, ranked by loss " +
                    "(lowest first); together they explain 38 %, the rest is their interplay and chance",
                "1 configuration that diverged or failed counts as infinitely bad",
            ],
            ImportanceSentences.Captions(new(report, 100, 1), "ranked by loss (lowest first)"));
    }

    private static IEnumerable<string> Answers(params ParameterImportance[] parameters) =>
        ImportanceSentences.Answers(new(parameters, null));

    private static ParameterImportance Of(string name, double share, double low, double high) =>
        new(name, share, low, high, 1, IsClear: true, 0.001);

    private static ParameterImportance Unclear(string name) => new(name, 0.02, 0, 0.1, 1, IsClear: false, 0.4);
}
