using Spectre.Console;
using Sweep.Client.Cli;
using Sweep.Client.Progress;
using Sweep.Client.Rendering;

namespace Sweep.Client.Sessions;

/// <summary>Chooses how progress is shown: JSON lines when asked, nothing when asked, live bars on a terminal, else plain lines.</summary>
internal static class Displays
{
    public static Task<T> With<T>(CliContext context, RunRequest request, Func<IProgressDisplay, Task<T>> work)
    {
        if (request.Json) return work(new JsonProgress(context.Out));
        if (request.Quiet) return work(new GroupedNotices(new QuietProgress(context.Error)));
        return context.ErrorTerminal.IsTerminal ? Live(context, work) : work(new GroupedNotices(new PlainProgress(context.Error)));
    }

    private static Task<T> Live<T>(CliContext context, Func<IProgressDisplay, Task<T>> work)
    {
        var console = Consoles.Create(context.Error.Raw, context.ErrorTerminal);
        return console.Live(Consoles.Text("")).AutoClear(true)
            .StartAsync(live => work(new GroupedNotices(new LiveProgress(console, live, CurveConsole.HasUnicode(context.Variable)))));
    }
}
