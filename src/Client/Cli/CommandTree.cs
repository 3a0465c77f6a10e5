using System.CommandLine;
using System.CommandLine.Help;
using Sweep.Client.Verbs;

namespace Sweep.Client.Cli;

/// <summary>All verbs in the order in which help shows them.</summary>
internal static class CommandTree
{
    private static readonly IVerb[] Verbs =
    [
        new RunVerb(),
        new ValidateVerb(),
        new PlanVerb(),
        new ResumeVerb(),
        new PauseVerb(),
        new CancelVerb(),
        new WatchVerb(),
        new LsVerb(),
        new TopVerb(),
        new ShowVerb(),
        new CompareVerb(),
        new QueryVerb(),
        new ExportVerb(),
        new GenerateVerb(),
        new SiloVerb(),
        new NodesVerb(),
        new DoctorVerb(),
        new WorkerVerb(),
    ];

    public static RootCommand Build(CliContext context)
    {
        var root = new RootCommand("Trains many configurations, keeps every result in one database, and says which one won and how sure that is.");
        foreach (var verb in Verbs) root.Add(verb.Build(context));
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        root.Example("sweep run sweeps/cells.yaml");
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new ExampleHelpAction(context);
        return root;
    }
}
