using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts.Rows;
using Sweep.Figures.Requests;
using Sweep.Ledger;
using Sweep.Reports.Pictures;

namespace Sweep.Client.Results;

/// <summary>What <c>--plot</c> draws below a table.</summary>
internal static class CurvePlot
{
    /// <summary>Refuses a drawing that has no place, before anything is run or written.</summary>
    /// <param name="format">Form of the data before it; others than tables have no place for a drawing.</param>
    /// <exception cref="UserException">Bad input: the data are not a table.</exception>
    public static void Check(bool isAsked, OutputFormat format)
    {
        if (isAsked && format != OutputFormat.Table)
            throw UserException.BadInput("--plot draws below a table; leave out --format and --json, or --plot");
    }

    /// <summary>Draws learning curves of a sweep; where there are none yet, it says so.</summary>
    /// <param name="options">Which curves; null = what fits.</param>
    public static Task Write(CliContext context, ILedgerView ledger, SweepRow sweep, CurveOptions? options) =>
        Write(context, sweep, async () => await CurvesReader.Read(
            ledger, sweep, options ?? await new FigureMaker(ledger, sweep).Curves(new PictureRequest())));

    /// <summary>Draws the learning curve of one trial.</summary>
    public static Task Write(CliContext context, SweepRow sweep, TrialRow trial, IReadOnlyList<EpochRow> epochs) =>
        Write(context, sweep, () => Task.FromResult(CurvesReader.OfTrial(sweep, trial, epochs)));

    private static async Task Write(CliContext context, SweepRow sweep, Func<Task<CurvesPicture>> read)
    {
        try
        {
            CurveConsole.Write(await read(), context.Out, context.OutTerminal, context.Variable);
        }
        catch (PictureException e)
        {
            context.Error.WriteLine($"no curves of '{sweep.Name}': {e.Message}");
        }
    }
}
