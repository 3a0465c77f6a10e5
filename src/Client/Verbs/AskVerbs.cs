using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Client.Sessions;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Sweeps;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep ask FILE|NAME</c>: the next trial, for a loop in any language.</summary>
internal static class AskVerb
{
    public static Command Build(CliContext context)
    {
        var what = new Argument<string>("file|name")
        {
            Description = $"A sweep file with 'experiment: {UndeclaredDefinition.Asked.Name}', or the name of its sweep.",
        };
        var command = new Command("ask", "Gives the next trial of a sweep that a program of yours runs, as one line of JSON: its number, " +
            "configuration and seed. 'trial' is null when there is none now; 'state' says whether there may be one later.") { what };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, cancel) => Run(context, parsed.GetValue(what)!, place(parsed), cancel));
        return command.Example("sweep ask search.yaml", "sweep ask search");
    }

    private static async Task Run(CliContext context, string what, LedgerPlace place, CancellationToken cancel)
    {
        AskedSweeps.Require(context, place);
        var order = File.Exists(context.Resolve(what)) ? await OfFile(context, place, what)
            : AskedSweeps.OrderOf(place, await place.Find(place.Open(), what));
        await using var ledger = LedgerStore.Open(place.Address, context.Time);
        var (trial, status) = await AskedSweeps.Of(context, place, ledger).Ask(order, cancel);
        context.Out.WriteLine(Line(order.Name, trial, status).ToJsonString());
    }

    private static JsonObject Line(string sweep, AskedTrial? asked, SweepStatus status) => asked is null
        ? new JsonObject { ["trial"] = null, ["state"] = status == SweepStatus.Running ? "waiting" : status.SnakeCase() }
        : new JsonObject
        {
            ["trial"] = asked.Plan.Number,
            ["name"] = $"{sweep}/{asked.Plan.Number}",
            ["config"] = asked.Plan.Config.ToJson(),
            ["seed"] = asked.Plan.Seed,
            ["epochs_done"] = asked.EpochsDone,
            ["state"] = "running",
        };

    private static async Task<SweepOrder> OfFile(CliContext context, LedgerPlace place, string file)
    {
        var (spec, plan) = await SweepInput.ReadWarm(context, place, file, []);
        if (spec.Experiment != UndeclaredDefinition.Asked.Name)
        {
            throw UserException.BadInput(
                $"the trials of '{file}' are run by workers (experiment: {spec.Experiment})",
                $"  write 'experiment: {UndeclaredDefinition.Asked.Name}' to run them yourself, or " +
                    $"'{place.Hint($"run {Hints.Quote(file)}")}'");
        }

        var planned = plan();
        return new SweepOrder(spec.Name, spec.Yaml, planned.Sweep.BaseFolder) { Sweep = planned.Sweep, Trials = planned.Submitted };
    }
}

/// <summary><c>sweep tell NAME/17 0.53</c>: what became of a trial that was asked for.</summary>
internal static class TellVerb
{
    public static Command Build(CliContext context)
    {
        var trial = new Argument<string>("trial") { Description = "A trial that was asked for, such as search/17." };
        var value = new Argument<double?>("value")
        {
            Description = "Its value of the sweep's metric; it ends the trial, unless --epoch is given. nan or inf: it diverged.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Number,
        };
        var epoch = new Option<int?>("--epoch")
        {
            Description = "The value is a report after this epoch, and the answer says whether the trial goes on.",
            HelpName = "n",
        };
        var metrics = new Option<Dictionary<string, double>>("--metric")
        {
            Description = "Another metric of the same report, for several objectives or constraints on outcomes; may be repeated.",
            HelpName = "name=value",
            DefaultValueFactory = _ => [],
            CustomParser = Metrics,
        };
        var done = new Option<bool>("--done") { Description = "Ends the trial with what it reported." };
        var failed = SharedOptions.Text("--failed", "reason", "Ends the trial as failed, and nobody tries it again.");
        var again = new Option<bool>("--again") { Description = "Gives the trial back, for whoever asks next." };
        var command = new Command("tell", "Says what became of a trial that was asked for. The answer is one line of JSON: 'state' is " +
            "running (go on), or how the trial ended: completed, stopped, paused (ask gives it again), diverged, failed, planned.")
        {
            trial, value, epoch, metrics, done, failed, again,
        };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, cancel) => Run(
            context, parsed.GetValue(trial)!, place(parsed),
            new(parsed.GetValue(value), parsed.GetValue(epoch), parsed.GetValue(done), parsed.GetValue(failed), parsed.GetValue(again),
                parsed.GetValue(metrics)!),
            cancel));
        return command.Example(
            "sweep tell search/17 0.53", "sweep tell search/17 0.9 --epoch 3", "sweep tell search/17 0.53 --metric seconds=2.5",
            "sweep tell search/17 --done", "sweep tell search/17 --failed \"out of memory\"");
    }

    private static double? Number(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return null;
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number)) return number;
        if (text.ToLowerInvariant() is "nan") return double.NaN;
        if (text.ToLowerInvariant() is "inf" or "-inf") return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        result.AddError($"'value' is a number, found '{text}'");
        return null;
    }

    private static Dictionary<string, double> Metrics(ArgumentResult result)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var parts = text.Split('=', 2);
            if (parts is [{ Length: > 0 } name, var number] && double.TryParse(number, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value)) metrics[name] = value;
            else result.AddError($"--metric expects name=value with a finite number, such as seconds=2.5, found '{text}'");
        }

        return metrics;
    }

    private static async Task Run(CliContext context, string label, LedgerPlace place, Words words, CancellationToken cancel)
    {
        AskedSweeps.Require(context, place);
        var asked = TrialLabel.ParseTrial(label, place.Hint);
        var (name, number) = (asked.Sweep, asked.Trial!.Value);
        var row = await place.Find(place.Open(), name);
        var told = words.Told(row.Metric);
        await using var ledger = LedgerStore.Open(place.Address, context.Time);
        await AskedSweeps.Of(context, place, ledger).Tell(AskedSweeps.OrderOf(place, row), number, told, cancel);
        var now = await place.FindTrial(place.Open(), row, number);
        context.Out.WriteLine(
            new JsonObject { ["trial"] = number, ["state"] = now.Status.SnakeCase(), ["reason"] = now.Reason }.ToJsonString());
    }

    /// <summary>What the command line says.</summary>
    /// <param name="Others">Further metrics of the same report.</param>
    private sealed record Words(double? Value, int? Epoch, bool Done, string? Failed, bool Again, Dictionary<string, double> Others)
    {
        /// <exception cref="UserException">Bad input: it says nothing, or two things at once.</exception>
        public Told Told(string metric)
        {
            var ways = new[] { Value is not null, Done, Failed is not null, Again }.Count(isGiven => isGiven);
            if (ways != 1)
            {
                throw UserException.BadInput(
                    $"expected one of a value, --done, --failed and --again, found {(ways == 0 ? "none" : "several")}",
                    "  a value with --epoch reports, and the trial goes on; --done ends it then");
            }

            if (Epoch is not null && Value is null)
                throw UserException.BadInput("--epoch belongs to a value: sweep tell search/17 0.9 --epoch 3");
            if (Others.Count > 0 && Value is null)
                throw UserException.BadInput("--metric belongs to a value: sweep tell search/17 0.53 --metric seconds=2.5");
            if (Others.TryGetValue(metric, out var twice) && !twice.Equals(Value))
                throw UserException.BadInput($"the value and --metric {metric} say two things of one metric: {Value} and {twice}");
            if (Epoch < 1) throw UserException.BadInput($"--epoch is a whole number of at least 1, found {Epoch}");
            return new Told(
                Value is { } value && double.IsFinite(value) ? new Dictionary<string, double>(Others) { [metric] = value } : [], Epoch,
                End());
        }

        private TrialEnded? End() => this switch
        {
            { Value: { } value } when !double.IsFinite(value) =>
                new() { Outcome = AttemptOutcome.Diverged, Reason = $"the value {value.ToString(CultureInfo.InvariantCulture)} was told" },
            { Failed: { } reason } => new() { Outcome = AttemptOutcome.BadInput, Reason = reason },
            { Again: true } => new() { Outcome = AttemptOutcome.Interrupted, Reason = "it was given back" },
            { Epoch: not null } => null,
            _ => new() { Outcome = AttemptOutcome.Completed },
        };
    }
}

/// <summary>Sweeps of this machine whose trials are asked for.</summary>
internal static class AskedSweeps
{
    /// <exception cref="UserException">Bad input: nodes of a cluster use the ledger.</exception>
    public static void Require(CliContext context, LedgerPlace place)
    {
        if (place.Address is not SqliteAddress || place.Cluster is not null)
        {
            throw UserException.BadInput(
                "trials are asked for from a ledger of this machine: the nodes of a cluster would run them themselves",
                "  name one with --db");
        }

        LocalSession.RequireOwn(context, place);
    }

    /// <exception cref="UserException">Bad input: workers run its trials.</exception>
    public static SweepOrder OrderOf(LedgerPlace place, SweepRow row) =>
        row.Experiment == UndeclaredDefinition.Asked.Name ? new SweepOrder(row.Name, row.Yaml, row.BaseFolder)
            : throw UserException.BadInput(
                $"workers run the trials of '{row.Name}' (experiment: {row.Experiment}): nobody asks for them",
                $"  '{place.Hint($"resume {row.Name}")}' goes on with it");

    public static AskedSweep Of(CliContext context, LedgerPlace place, ILedger ledger) => new(
        ledger, new YamlSweepPlanner(context.Catalog), new SweepFolders(SweepFiles.Root(place.File)), context.Time);
}
