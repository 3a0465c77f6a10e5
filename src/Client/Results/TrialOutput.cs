using System.Text;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Output;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>Reads one of a trial's standard streams from a place on, at most 64 KiB; null = there is nothing there.</summary>
internal delegate Task<OutputPart?> ReadOutput(long offset);

/// <summary>Where a trial's output is: beside a ledger of this machine, or on the node that ran it last.</summary>
internal static class TrialOutput
{
    /// <param name="cluster">The cluster's nodes; null when the ledger is a file of this machine.</param>
    /// <param name="trial">A trial that has begun.</param>
    public static ReadOutput Of(LedgerPlace place, ClusterConnection? cluster, TrialRow trial, bool isError)
    {
        if (cluster is null)
        {
            var folder = SweepFiles.Folder(place.File, trial.Sweep, trial.Number);
            return offset => Task.FromResult(OutputSegment.Read(folder, isError ? OutputSegment.Error : OutputSegment.Out, offset));
        }

        var (slot, attempt) = (trial.Slot!, new TrialRef(trial.Sweep, trial.Number, trial.Attempts));
        return async offset =>
        {
            OutputPart? part = null;
            await cluster.Ask(async () => part = await cluster.Slot(slot).ReadOutput(attempt, isError, offset));
            return part;
        };
    }
}

/// <summary>Prints a trial's output as it comes.</summary>
internal sealed class OutputPrinter(CliContext context, ReadOutput read)
{
    private readonly Decoder decoder = new UTF8Encoding(false).GetDecoder();
    private readonly TextWriter target = context.Out.Data(context.OutTerminal);
    private long offset;

    /// <summary>True when anything was printed.</summary>
    public bool HasPrinted => offset > 0;

    public async Task PrintOn()
    {
        while (await read(offset) is { } part)
        {
            if (part.Offset > offset)
                context.Error.WriteLine($"({Numbers.Plural(part.Offset - offset, "byte")} are no longer kept here)");
            var text = new char[part.Bytes.Length + 1];
            var count = decoder.GetChars(part.Bytes, text, flush: false);
            target.Write(Shown(new string(text, 0, count)));
            offset = part.End;
            context.Interrupted.ThrowIfCancellationRequested();
        }

        target.Flush();
    }

    // A terminal is shown the lines of a progress bar below each other.
    private string Shown(string text) => context.OutTerminal.IsTerminal
        ? text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal) : text;
}
