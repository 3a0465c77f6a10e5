using System.Text;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Sweep files as people write them for Weights &amp; Biases: their keys, spellings, commands and habits. Those in <c>taken/</c>
/// are read and planned as they are; <c>expected.txt</c> says how many trials each has and which notices it gets.</summary>
public sealed class WandbFilesTests
{
    private static readonly string Folder =
        Path.Combine(Testing.RepositoryFiles.Root, "tests", "Experiments.Tests", "Specs", "WandbFiles");

    public static TheoryData<string> Taken => Names("taken");

    [Theory]
    [MemberData(nameof(Taken))]
    public void Is_read_and_planned_as_it_is(string name)
    {
        var (trials, errors, _) = Plan("taken", name);

        Assert.Empty(errors.Select(Reading.Show));
        Assert.InRange(trials, 1, 1000);
    }

    /// <summary>With SWEEP_ACCEPT=1 the text is written instead, to be read before it is committed.</summary>
    [Fact]
    public void The_trials_and_notices_of_all_are_those_expected()
    {
        var found = new StringBuilder();
        foreach (var row in Taken)
        {
            var (trials, _, notices) = Plan("taken", row.Data);
            found.Append(row.Data).Append(": ").Append(trials).Append('\n');
            foreach (var notice in notices) found.Append("  ").Append(Reading.Show(notice)).Append('\n');
        }

        var path = Path.Combine(Folder, "expected.txt");
        if (Environment.GetEnvironmentVariable("SWEEP_ACCEPT") == "1") File.WriteAllText(path, found.ToString());
        Assert.Equal(File.ReadAllText(path), found.ToString());
    }

    [Fact]
    public void There_are_at_least_sixty() => Assert.InRange(Taken.Count, 60, int.MaxValue);

    private static (int Trials, IReadOnlyList<SpecError> Errors, IReadOnlyList<SpecError> Notices) Plan(string kind, string name)
    {
        var (text, unreadable) = SweepFile.Load(Path.Combine(Folder, kind, name));
        Assert.Null(unreadable);
        var catalog = BuiltInExperiments.Catalog();
        // Nobody has the programs that they name.
        var place = new SpecPlace(Folder) { HasFiles = false };
        var read = SweepSpecReader.Read(text!, catalog, place, [], Path.GetFileNameWithoutExtension(name));
        if (read.Spec is not { } spec) return (0, read.Errors, []);
        var planned = TrialPlanner.Plan(spec, catalog.Find(spec.Experiment)!, Folder);
        return (planned.Plan?.Trials.Count ?? 0, planned.Errors, read.Notices);
    }

    private static TheoryData<string> Names(string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, kind), "*.yaml").Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)];
}
