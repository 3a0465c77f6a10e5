using Microsoft.Extensions.Logging;

namespace Sweep.Silo.Hosting;

/// <summary>Keeps a start that fails from being told five times: Orleans and the host log it with its stack, and whoever starts the node gets it as an exception.</summary>
internal sealed class QuietStart
{
    private static readonly string[] Tellers = ["Orleans.Runtime.SiloLifecycleSubject", "Orleans.Runtime.Silo", "Microsoft.Extensions.Hosting"];

    private volatile bool isOver;

    /// <summary>The node serves: from now on they are heard.</summary>
    public void End() => isOver = true;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var teller in Tellers) logging.AddFilter(teller, level => isOver && level >= LogLevel.Error);
    }
}
