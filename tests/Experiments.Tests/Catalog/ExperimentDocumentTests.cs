using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Trees;

namespace Sweep.Experiments.Tests.Catalog;

/// <summary>docs/experiments.md names every parameter with its default, and every metric.</summary>
public sealed class ExperimentDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "experiments.md"));

    public static TheoryData<string, string> Parameters
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var p in LanguageModelParameters.Definitions) rows.Add("## language-model", $"| `{p.Name}` | * | {p.Default} |");
            foreach (var p in SequenceParameters.Definitions) rows.Add("## seq2seq", $"| `{p.Name}` | * | {p.Default} |");
            foreach (var p in NoopDefinition.Definitions) rows.Add("## noop", $"| `{p.Name}` | * | {p.Default} |");
            foreach (var p in TreeParameters.Definitions) rows.Add("## tree", $"| `{p.Name}` | * | {p.Default} |");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Every_parameter_has_a_row_with_its_default(string section, string row)
    {
        var parts = row.Split('*');
        var rows = Lines.SkipWhile(line => line != section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Contains(rows, line =>
            line.StartsWith(parts[0], StringComparison.Ordinal) && line.Contains(parts[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Every_word_of_a_choice_is_there() =>
        Assert.All(
            LanguageModelParameters.Definitions.Concat(SequenceParameters.Definitions).Concat(TreeParameters.Definitions)
                .Concat(NoopDefinition.Definitions).Where(p => p.Choices.Count > 0),
            p => Assert.Contains(Lines, line => line.StartsWith($"| `{p.Name}` |", StringComparison.Ordinal)
                && p.Choices.All(c => line.Contains($"`{c}`", StringComparison.Ordinal))));

    [Fact]
    public void Every_metric_is_there() =>
        Assert.All(LanguageModelMetrics.All.Concat(SequenceMetrics.All).Concat(TreeMetrics.All), metric =>
            Assert.Contains(Lines, line => line.StartsWith('|') && line.Contains($"`{metric}`", StringComparison.Ordinal)));

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sweep.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
