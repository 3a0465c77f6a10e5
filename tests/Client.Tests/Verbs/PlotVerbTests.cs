using System.Xml.Linq;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>plot, report and --plot: pictures of a sweep in files and in the terminal.</summary>
public sealed class PlotVerbTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    [Theory]
    [InlineData("curves")]
    [InlineData("best")]
    [InlineData("slice")]
    [InlineData("parallel")]
    [InlineData("importance")]
    [InlineData("slots")]
    public async Task A_picture_is_well_formed_SVG_of_the_sweep(string what)
    {
        await Recorded();

        var said = await sweep.Run("plot", "cells", "--what", what, "--to", "picture.svg");

        Assert.Equal((ExitCodes.Done, ""), (said.Code, said.Out));
        Assert.StartsWith("picture.svg: cells: ", said.Error);
        Assert.Equal("svg", XDocument.Load(Path.Combine(sweep.Folder, "picture.svg")).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_file_of_the_user_beside_the_picture_stays()
    {
        await Recorded();
        var beside = Path.Combine(sweep.Folder, "picture.svg.part");
        await File.WriteAllTextAsync(beside, "mine", TestContext.Current.CancellationToken);

        await sweep.Run("plot", "cells", "--to", "picture.svg");

        Assert.Equal("mine", await File.ReadAllTextAsync(beside, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["picture.svg", "picture.svg.part"], Directory.GetFiles(sweep.Folder, "picture*").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Curves_say_the_same_mean_as_the_ledger()
    {
        await Recorded();

        await sweep.Run("plot", "cells", "--by", "cell", "--to", "picture.svg");

        // Two seeds, 2 and 2.5: the mean of a query.
        var asked = await sweep.Run(
            "query", "select avg(val_perplexity) from epochs where sweep = 'cells' and epoch = 2 and trial in (0, 1)", "--format", "csv");
        Assert.EndsWith("2.25\n", asked.Out);
        Assert.Contains(">2.250 ± ", File.ReadAllText(Path.Combine(sweep.Folder, "picture.svg")));
    }

    [Fact]
    public async Task Wrong_input_names_the_way_out()
    {
        await Recorded();

        await Refused("cannot draw rungs of 'cells': it has no early-stopping rule (early_terminate)", "--what", "rungs", "--to", "a.svg");
        await Refused("cannot draw contour of 'cells': a contour needs two parameters that vary", "--what", "contour", "--to", "a.svg");
        await Refused("none of its trials has reported 'lost'; they report", "--metric", "lost", "--to", "a.svg");
        await Refused("it has no parameter 'lr'; those that vary are cell", "--by", "lr", "--to", "a.svg");
        await Refused("'lost' is no objective of 'cells'", "--what", "importance", "--metric", "lost", "--to", "a.svg");
        await Refused("--to expects a file that ends in .svg or .png, found 'a.pdf'", "--to", "a.pdf");
        await Refused("--width expects a whole number from 480 to 8,000, found '3'", "--to", "a.svg", "--width", "3");
        Assert.False(File.Exists(Path.Combine(sweep.Folder, "a.svg")));
    }

    [Theory]
    [InlineData("best", "--by", "cell")]
    [InlineData("slots", "--by", "cell")]
    [InlineData("importance", "--by", "cell")]
    [InlineData("slice", "--metric", "loss")]
    [InlineData("rungs", "--spread", "range")]
    [InlineData("contour", "--top", "5")]
    public async Task An_option_that_means_nothing_for_a_kind_is_refused(string what, string option, string value)
    {
        await Recorded();

        await Refused($"{option} means nothing for --what {what}; it goes with --what curves", "--what", what, option, value,
            "--to", "a.svg");
    }

    [Fact]
    public async Task A_report_is_one_file_with_the_sentences_of_compare()
    {
        await Recorded();

        var said = await sweep.Run("report", "cells");

        Assert.Equal(ExitCodes.Done, said.Code);
        var compared = await sweep.Run("compare", "cells", "--by", "cell", "--format", "json");
        var html = File.ReadAllText(Path.Combine(sweep.Folder, "cells.html"));
        var answer = System.Text.Json.JsonDocument.Parse(compared.Out).RootElement.GetProperty("answers")[0].GetString()!;
        Assert.Contains(answer, html, StringComparison.Ordinal);
        Assert.Contains("<h2>By cell</h2>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("top", "cells")]
    [InlineData("show", "cells")]
    [InlineData("show", "cells/3")]
    public async Task Below_a_table_curves_are_drawn_with_what_the_terminal_has(string verb, string name)
    {
        await Recorded();
        var plain = await sweep.Run(verb, name);

        var ascii = await sweep.Run(verb, name, "--plot");
        sweep.Variables["LANG"] = "en_US.UTF-8";
        var braille = await sweep.Run(verb, name, "--plot");
        sweep.Terminal = new TerminalFacts(IsTerminal: true, HasColor: true, Width: 100);
        var coloured = await sweep.Run(verb, name, "--plot");

        Assert.StartsWith(plain.Out, ascii.Out);
        Assert.All(ascii.Out[plain.Out.Length..], letter => Assert.True(char.IsAscii(letter)));
        Assert.Contains("val_perplexity by epoch (log)", ascii.Out);
        Assert.Contains(braille.Out, letter => letter is > '\u2800' and <= '\u28ff');
        Assert.DoesNotContain('\u001b', braille.Out);
        Assert.Contains("\u001b[36m", coloured.Out);
    }

    [Theory]
    [InlineData("top", "cells", "--format", "json")]
    [InlineData("top", "cells", "--format", "csv")]
    [InlineData("show", "cells", "--format", "json")]
    [InlineData("show", "cells/3", "--format", "csv")]
    [InlineData("watch", "cells", "--json")]
    [InlineData("watch", "cells", "--format", "csv")]
    public async Task A_drawing_has_no_place_in_data_and_is_refused_before_any_are_written(params string[] verb)
    {
        await Recorded();

        var said = await sweep.Run([.. verb, "--plot"]);

        Assert.Equal((ExitCodes.BadInput, ""), (said.Code, said.Out));
        Assert.Contains("--plot draws below a table; leave out --format and --json, or --plot", said.Error);
    }

    public void Dispose() => sweep.Dispose();

    private async Task Recorded()
    {
        await using var cells = await LedgerScenario.Cells(sweep.Ledger);
        for (var trial = 0; trial < 6; trial++) await cells.Completed(trial, 2 + (0.5 * trial));
    }

    private async Task Refused(string why, params string[] options)
    {
        var said = await sweep.Run(["plot", "cells", .. options]);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(why, said.Error);
    }
}
