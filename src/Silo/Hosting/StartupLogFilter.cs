using Microsoft.Extensions.Logging;

namespace Sweep.Silo.Hosting;

/// <summary>Hides what Orleans and the host log while a node starts:
/// a start that fails is thrown as an exception, and they would log it five times with its stack.</summary>
internal sealed class StartupLogFilter
{
    private static readonly string[] Categories =
        ["Orleans.Runtime.SiloLifecycleSubject", "Orleans.Runtime.Silo", "Microsoft.Extensions.Hosting"];

    private volatile bool isOver;

    /// <summary>Ends the filtering: the node serves.</summary>
    public void End() => isOver = true;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var category in Categories) logging.AddFilter(category, level => isOver && level >= LogLevel.Error);
    }
}
