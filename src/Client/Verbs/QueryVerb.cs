using System.CommandLine;
using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep query "SQL"</c>: the user's own question to the ledger, which it can only read.</summary>
internal sealed class QueryVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var sql = new Argument<string>("sql") { Description = "One SELECT over the views sweeps, trials, attempts, epochs and leaderboard (docs/ledger.md)." };
        var format = SharedOptions.Format();
        var command = new Command("query", "Answers an SQL question about the ledger. It can only read.") { sql, format };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) =>
        {
            TableWriter.Write(Read(place(parsed), parsed.GetValue(sql)!), parsed.GetValue(format), context.Out, context.OutTerminal);
            return Task.FromResult(ExitCodes.Done);
        });
        return command.Example(
            "sweep query \"select status, count(*) from trials group by status\"",
            "sweep query \"select epoch, val_perplexity from epochs where sweep = 'cells' and trial = 3\" --format csv");
    }

    private static DataTable Read(LedgerPlace place, string sql)
    {
        using var rows = place.Open().Query(sql);
        var values = rows.Rows.ToList();
        var table = new DataTable([.. Unique(rows.Columns).Select((key, i) => new Column(key, rows.Columns[i], Right: values.All(v => v[i] is null or long or double), Wraps: true) { Style = NumberStyle.Chosen })]);
        foreach (var row in values) table.Add([.. row.Select(ToCell)]);
        return table;
    }

    /// <summary>JSON needs distinct names: <c>count(*)</c>, <c>count(*)_2</c>.</summary>
    private static IEnumerable<string> Unique(IReadOnlyList<string> names) =>
        names.Select((name, i) => names.Take(i).Count(n => n == name) is var before and > 0 ? $"{name}_{before + 1}" : name);

    private static Cell ToCell(object? value) => value switch
    {
        null => new Cell(null, ""),
        long whole => whole,
        double real => Cell.Of(real),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => new Cell(JsonValue.Create((string)value), ((string)value).ReplaceLineEndings(" ")),
    };
}
