using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Figures.Requests;
using Sweep.Reports.Pictures;

namespace Sweep.Client.Results;

/// <summary>What <c>--plot</c> draws below a table.</summary>
internal static class CurvePlot
{
    /// <summary>Draws learning curves; where there are none yet, it says so.</summary>
    /// <param name="context">The surroundings.</param>
    /// <param name="place">The ledger.</param>
    /// <param name="name">Name of the sweep.</param>
    /// <param name="format">Form of the data before it; others than tables have no place for a drawing.</param>
    /// <param name="options">Which curves; null = what fits.</param>
    /// <exception cref="UserException">Bad input: the data are not a table.</exception>
    public static async Task Write(CliContext context, LedgerPlace place, string name, OutputFormat format, CurveOptions? options)
    {
        if (format != OutputFormat.Table) throw UserException.BadInput("--plot draws below a table; leave out --format, or --plot");
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        try
        {
            options ??= await new FigureMaker(ledger, sweep).Curves(new PictureRequest());
            CurveConsole.Write(await CurvesReader.Read(ledger, sweep, options), context.Out, context.OutTerminal, context.Variable);
        }
        catch (PictureException e)
        {
            context.Error.WriteLine($"no curves of '{name}': {e.Message}");
        }
    }
}
