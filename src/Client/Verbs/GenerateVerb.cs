using System.CommandLine;
using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Models.Native;
using Sweep.Reports.Tables;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep generate NAME/17</c>: lets the best checkpoint of a trial write.</summary>
internal static class GenerateVerb
{
    private const int MostTokens = 1_000_000;

    public static Command Build(CliContext context)
    {
        var trial = new Argument<string>("trial") { Description = "A trial, such as cells/17." };
        var prefix = new Option<string>("--prefix", "-p")
        {
            Description = "Beginning of the text; of an encoder-decoder the source whose target it writes.",
            HelpName = "text",
            DefaultValueFactory = _ => "the "
        };
        var length = SharedOptions.Whole(
            "--length", "n",
            "Tokens (characters or words) to write after it. Default: 50; of an encoder-decoder enough for its targets.", 1, MostTokens);
        length.Aliases.Add("-n");
        var temperature = new Option<double>("--temperature", "-t")
        {
            Description = "0 = always the most probable token; above = drawn, 1 as the model believes, more is wilder. Default: 0.",
            HelpName = "t",
            CustomParser = result => SharedOptions.NotNegative(result) ?? 0,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Seed of the draws. Default: 0.",
            HelpName = "n",
            CustomParser = result => SharedOptions.Whole(result, long.MinValue, long.MaxValue) ?? 0,
        };
        var beam = SharedOptions.Whole(
            "--beam", "k", "Targets that the search of an encoder-decoder keeps. Default: 1, greedy.", 1, GenerationOptions.WidestBeam);
        beam.Aliases.Add("-k");
        var device = SharedOptions.Device();
        var shared = SharedOptions.Text(
            "--checkpoints", "folder",
            "Folder of checkpoints that the nodes share, where they do. Default: they are in the cluster's database.");
        var json = new Option<bool>("--json") { Description = "The text and warnings as one JSON object." };
        var command = new Command("generate", "Continues a text with the best checkpoint of a trial.")
        {
            trial, prefix, length, temperature, seed, beam, device, shared, json,
        };
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var options = new GenerationOptions
            {
                Prefix = parsed.GetValue(prefix)!,
                Length = parsed.GetValue(length),
                Temperature = parsed.GetValue(temperature),
                Seed = parsed.GetValue(seed),
                Beam = parsed.GetValue(beam) ?? 1,
                Device = parsed.GetValue(device).ToString().ToLowerInvariant(),
            };
            var models = new TrainedModels(place(parsed), context.Resolve(parsed.GetValue(shared)), context.Time);
            await Run(context, place(parsed), models, parsed.GetValue(trial)!, options, parsed.GetValue(json));
        });
        return command.Example(
            "sweep generate cells/9 --prefix \"the \" --length 50", "sweep generate cells/9 --prefix \"the \" --temperature 0.8 --seed 3",
            "sweep generate seq2seq/3 --prefix \"4 march 1987\" --beam 5");
    }

    private static async Task Run(
        CliContext context, LedgerPlace place, TrainedModels models, string text, GenerationOptions options, bool json)
    {
        var label = TrialLabel.ParseTrial(text, place.Hint);
        var (ledger, sweep) = await place.OpenSweep(label.Sweep);
        if (context.Catalog.Find(sweep.Experiment)?.Writer is not { } writer)
        {
            var writers = context.Catalog.Names.Where(name => context.Catalog.Find(name)!.Writer is not null);
            throw UserException.BadInput(
                $"sweep '{sweep.Name}' runs the experiment '{sweep.Experiment}'; only {string.Join(" and ", writers)} can write text");
        }

        var trial = await place.FindTrial(ledger, sweep, label.Trial!.Value);
        if (trial.EpochsDone == 0)
            throw UserException.BadInput($"trial {sweep.Name}/{trial.Number} ({trial.Status.SnakeCase()}) has finished no epoch yet, so " +
            "there is no model that could write");
        using var checkpoint = await models.Best(sweep.Name, trial.Number, context.Interrupted);
        var written = Write(writer, checkpoint.Path, options, place.Hint("doctor"));
        if (json) context.Out.WriteLine(JsonSerializer.Serialize(written, JsonLines.Options));
        else context.Out.Document.WriteLine(written.Text);
        foreach (var warning in written.Warnings) context.Error.WriteLine($"! {warning}");
    }

    private static GeneratedText Write(ITextWriter writer, string checkpoint, GenerationOptions options, string doctor)
    {
        try
        {
            return writer.Write(checkpoint, options);
        }
        catch (TrialException e)
        {
            throw e.Outcome == AttemptOutcome.BadInput ? UserException.BadInput(e.Message) : UserException.Failed(e.Message);
        }
        catch (LibtorchException e)
        {
            throw UserException.Failed(e.Message, $"  '{doctor}' says more");
        }
    }
}
