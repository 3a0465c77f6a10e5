using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;

namespace Sweep.Client.Running;

/// <summary>The options that <c>run</c> and <c>resume</c> share.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> db = SharedOptions.Db();
    private readonly Option<int?> workers = SharedOptions.Workers();
    private readonly Option<DeviceKind> device = SharedOptions.Device();
    private readonly Option<OutputFormat> format = SharedOptions.Format();
    private readonly Option<bool> json = SharedOptions.Json();
    private readonly Option<bool> quiet = SharedOptions.Quiet();
    private readonly Option<bool> detach = SharedOptions.Detach();

    public RunOptions(Command command)
    {
        foreach (var option in new Option[] { db, workers, device, format, json, quiet, detach }) command.Add(option);
    }

    public RunRequest Of(ParseResult parsed) => new()
    {
        Db = parsed.GetValue(db)!,
        Workers = parsed.GetValue(workers),
        Device = parsed.GetValue(device),
        Format = parsed.GetValue(format),
        Json = parsed.GetValue(json),
        Quiet = parsed.GetValue(quiet),
        Detach = parsed.GetValue(detach),
    };
}
