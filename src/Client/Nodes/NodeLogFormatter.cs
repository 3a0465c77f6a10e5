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

    private string Level(LogLevel level) => (level, hasColor) switch
    {
        (LogLevel.Trace, _) => "trce",
        (LogLevel.Debug, _) => "dbug",
        (LogLevel.Information, _) => "info",
        (LogLevel.Warning, true) => "\e[33mwarn\e[0m",
        (LogLevel.Warning, _) => "warn",
        (LogLevel.Error, true) => "\e[31mfail\e[0m",
        (LogLevel.Error, _) => "fail",
        (_, true) => "\e[31mcrit\e[0m",
        _ => "crit",
    };
}
