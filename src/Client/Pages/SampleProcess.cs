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
    /// <exception cref="PageRefusedException">It did not write.</exception>
    public static async Task<SampleText> Run(LedgerPlace place, string trial, SampleWish wish, CancellationToken cancel)
    {
        // An address may hold a password, which a command line would show to others.
        (string, string)? address = place.Cluster switch
        {
            PostgresAddress postgres => (ClusterChoice.Variable, postgres.ConnectionString),
            SqliteAddress shared => (ClusterChoice.Variable, shared.Path),
            _ => null,
        };
        string[] ledger = address is null ? [$"--db={place.File}"] : [];
        string[] words =
        [
            "generate", trial, $"--prefix={wish.Prefix}", $"--length={wish.Length}", $"--temperature={wish.Temperature:R}",
            $"--seed={wish.Seed}", "--json", .. ledger,
        ];
        if (await SelfProcess.Run(words, Limit, address, cancel) is not var (code, output, error))
            throw PageRefusedException.NotFound($"the model did not write within {Limit.TotalMinutes:0} minutes");
        return code == 0 ? Read(output) : throw PageRefusedException.NotFound(Said(error));
    }

    private static SampleText Read(string json)
    {
        try
        {
            var written = JsonNode.Parse(json)!;
            return new((string?)written["text"] ?? throw PageRefusedException.NotFound("the model wrote nothing"),
                [.. written["warnings"]!.AsArray().Select(warning => (string)warning!)]);
        }
        catch (JsonException)
        {
            throw PageRefusedException.NotFound("what the model wrote cannot be read");
        }
    }

    /// <summary>The sentence that the verb ended with.</summary>
    private static string Said(string error) =>
        error.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))
            is { } line ? line[Mark.Length..] : "the model could not be loaded";
}
