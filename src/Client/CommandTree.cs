using System.CommandLine;
using System.CommandLine.Help;
using Sweep.Client.Cli;
using Sweep.Client.Verbs;

namespace Sweep.Client;

/// <summary>All verbs in the order in which help shows them.</summary>
internal static class CommandTree
{
    private static readonly Func<CliContext, Command>[] Verbs =
    [
        RunVerb.Build,
        ValidateVerb.Build,
        PlanVerb.Build,
        SimulateVerb.Build,
        ResumeVerb.Build,
        PauseVerb.Build,
        CancelVerb.Build,
        WatchVerb.Build,
        AskVerb.Build,
        TellVerb.Build,
        RmVerb.Build,
        RenameVerb.Build,
        LsVerb.Build,
        TopVerb.Build,
        ShowVerb.Build,
        LogsVerb.Build,
        CompareVerb.Build,
        ImportanceVerb.Build,
        PlotVerb.Build,
        ReportVerb.Build,
        ReplayVerb.Build,
        QueryVerb.Build,
        ExportVerb.Build,
        GenerateVerb.Build,
        UiVerb.Build,
        SiloVerb.Build,
        NodesVerb.Build,
        DoctorVerb.Build,
        HelpVerb.Build,
        WorkerVerb.Build,
    ];

    public static RootCommand Build(CliContext context)
    {
        var root = new RootCommand(
            "Trains many configurations, keeps every result in one database, and says which one won and how sure that is.");
        foreach (var verb in Verbs) root.Add(verb(context));
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        root.Example("sweep run sweeps/cells.yaml");
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new ExampleHelpAction(context);
        return root;
    }
}
