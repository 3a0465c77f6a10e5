using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Sweep.Contracts.Text;

namespace Sweep.Client.Nodes;

/// <summary>Log lines of a node: one line each, with nothing of a user in it that a terminal would obey.</summary>
/// <param name="hasColor">True to colour warnings and errors.</param>
internal sealed class NodeLogFormatter(TimeProvider time, bool hasColor) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "node";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var text = Printable.Line($"{logEntry.Category}[{logEntry.EventId.Id}] " +
            $"{OneLine(message)}{(logEntry.Exception is { } e ? " " + OneLine(e.ToString()) : "")}");
        textWriter.WriteLine($"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss} {Level(logEntry.LogLevel)}: {text}");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => Coloured("warn", 33),
        LogLevel.Error => Coloured("fail", 31),
        _ => Coloured("crit", 31),
    };

    private string Coloured(string word, int colour) => hasColor ? $"\e[{colour}m{word}\e[0m" : word;
}
