using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Client.Tests.Architecture;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Tests.Cli;

/// <summary>docs/cli.md says all that the program understands.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));

    public static TheoryData<string> Verbs => [.. Shown().Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Page_describes_the_verb_and_names_each_of_its_options(string verb)
    {
        Assert.Contains($"\n## {verb}\n", Page);
        var options = Shown().Single(v => v.Name == verb).Options.Where(o => !o.Hidden && o is not System.CommandLine.Help.HelpOption)
            .Select(o => o.Name);

        Assert.All(options, option => Assert.Contains(option, Page));
    }

    private static IEnumerable<Command> Shown() =>
        CommandTree.Build(new CliContext
        {
            Out = ConsoleWriter.Null,
            Error = ConsoleWriter.Null,
            WorkingFolder = "/",
            Catalog = BuiltInExperiments.Catalog()
        }).Subcommands.Where(v => !v.Hidden);
}
