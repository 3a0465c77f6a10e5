using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Ledger;
using Sweep.Page.Sources;

namespace Sweep.Client.Pages;

/// <summary>Lets a model write in a process of its own: libtorch has no place in one that serves.</summary>
internal static class SampleProcess
{
    private const string Mark = "sweep: ";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs <c>sweep generate</c>.</summary>
    /// <param name="trial">The trial: <c>cells/17</c>.</param>
    public static async Task<(string? Text, IReadOnlyList<string> Warnings, string? Problem)> Run(
        LedgerPlace place, string trial, SampleWish wish, CancellationToken cancel)
    {
        using var process = Process.Start(Command(place, trial, wish))!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? Read(await output) : (null, [], Said(await error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, [], $"the model did not write within {Limit.TotalMinutes:0} minutes");
        }
    }

    private static ProcessStartInfo Command(LedgerPlace place, string trial, SampleWish wish)
    {
        var info = new ProcessStartInfo(ProgramFacts.SelfCommand[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var numbers = CultureInfo.InvariantCulture;
        foreach (var word in (string[])
        [
            .. ProgramFacts.SelfCommand.Skip(1), "generate", trial, $"--prefix={wish.Prefix}", $"--length={wish.Length.ToString(numbers)}",
            $"--temperature={wish.Temperature.ToString("R", numbers)}", $"--seed={wish.Seed.ToString(numbers)}", "--json",
        ]) info.ArgumentList.Add(word);
        // An address may hold a password, which a command line would show to others.
        if (place.Cluster is PostgresAddress postgres) info.Environment[ClusterChoice.Variable] = postgres.ConnectionString;
        else if (place.Cluster is SqliteAddress shared) info.Environment[ClusterChoice.Variable] = shared.Path;
        else info.ArgumentList.Add($"--db={((SqliteAddress)place.Address).Path}");
        return info;
    }

    private static (string? Text, IReadOnlyList<string> Warnings, string? Problem) Read(string json)
    {
        try
        {
            var written = JsonNode.Parse(json)!;
            return ((string?)written["text"], [.. written["warnings"]!.AsArray().Select(warning => (string)warning!)], null);
        }
        catch (JsonException)
        {
            return (null, [], "what the model wrote cannot be read");
        }
    }

    /// <summary>The sentence that the verb ended with.</summary>
    private static string Said(string error) =>
        error.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))
            is { } line ? line[Mark.Length..] : "the model could not be loaded";
}
