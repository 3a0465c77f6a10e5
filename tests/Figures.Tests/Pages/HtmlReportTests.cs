using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Sweep.Figures.Pages;
using Sweep.Figures.Requests;
using Sweep.Figures.Tests.Given;

namespace Sweep.Figures.Tests.Pages;

/// <summary>A report is one file that needs nothing else and does nothing else.</summary>
public sealed partial class HtmlReportTests
{
    [Fact]
    public async Task A_report_of_3000_trials_of_100_epochs_stays_below_3_MB()
    {
        var html = await Report(new GeneratedLedger(3000, 100));

        Assert.InRange(Encoding.UTF8.GetByteCount(html), 100_000, 3_000_000);
        Assert.Equal(7, Regex.Count(html, "<svg "));
    }

    [Fact]
    public async Task Nothing_in_it_refers_outside_and_nothing_is_run()
    {
        var html = await Report(new GeneratedLedger(60, 5, Hostile.Text));

        Assert.DoesNotContain(
            Reference().Matches(html).Select(match => match.Value), value => !value.StartsWith("href=\"#", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<[^>]*\s(on\w+|style)=", html);
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain('\u001b', html);
        // An address only as the name of SVG.
        Assert.Equal(["http://www.w3.org/2000/svg"], Regex.Matches(html, "https?://[^\"' )<]*").Select(match => match.Value).Distinct());
    }

    [Fact]
    public async Task Its_policy_allows_its_own_style_sheet_and_nothing_else()
    {
        var html = await Report(new GeneratedLedger(60, 5));

        var policy = Regex.Match(html, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        var style = Regex.Match(html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
        Assert.Single(Regex.Matches(html, "<style"));
    }

    [Fact]
    public async Task It_has_the_ranking_and_the_sentences_of_the_comparisons()
    {
        var html = await Report(new GeneratedLedger(60, 5));

        Assert.Contains("<h2>Ranking</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<h2>By cell</h2>", html, StringComparison.Ordinal);
        Assert.Contains("cannot be", html, StringComparison.Ordinal);
        Assert.Contains("the best 30 of 60 configurations", html, StringComparison.Ordinal);
        Assert.Contains("60 values, which are put into 4 groups of about equally many trials", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("(src|href|xlink:href|action|data|poster)=\"[^\"]*\"|url\\((?!#)|@import")]
    private static partial Regex Reference();

    private static async Task<string> Report(GeneratedLedger ledger) => HtmlReport.Text(
        await new ReportReader(ledger, ledger.Row, new FigureMaker(ledger, ledger.Row))
        {
            Status = "finished",
            Command = verb => $"sweep {verb}",
            Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)),
        }.Read());
}
