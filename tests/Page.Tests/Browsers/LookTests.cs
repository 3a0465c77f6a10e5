using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests.Browsers;

/// <summary>The page in a browser.</summary>
public sealed class LookTests : IAsyncLifetime
{
    private const string Ready = "document.documentElement.dataset.ready === '1'";

    /// <summary>Texts of the rows of a table.</summary>
    private const string Rows =
        "[...document.querySelectorAll('#table tbody tr:not([aria-hidden])')].map(r => [...r.cells].map(c => c.innerText.trim()))";

    /// <summary>Elements without what a screen reader needs.</summary>
    private const string Nameless = """
        (() => {
          const named = e => !!(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim() || e.title ||
            (e.labels && e.labels.length));
          const bad = [...document.querySelectorAll('button, a[href], input, select, textarea, [role=img], nav, section[role=region]')]
            .filter(e => e.getClientRects().length && !named(e)).map(e => 'no name: ' + e.outerHTML.slice(0, 120));
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => bad.push('id twice: ' + id));
          if (!document.documentElement.lang) bad.push('no language');
          if (document.querySelectorAll('main').length !== 1) bad.push('not one main');
          if (!document.title) bad.push('no title');
          return bad;
        })()
        """;

    /// <summary>Texts whose contrast is below 4.5 (WCAG 2.1, 1.4.3), 3 for large ones.</summary>
    private const string Faint = """
        (() => {
          const parse = c => (c.match(/[\d.]+/g) || []).map(Number).map((v, i) => i < 3 && c.startsWith('color(') ? v * 255 : v);
          const light = ([r, g, b]) => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
          const bad = [];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length || e.closest('svg, [aria-hidden=true], :disabled')) continue;
            const s = getComputedStyle(e), c = parse(s.color); if (c.length === 4 && c[3] < 1) continue;
            const [a, b] = [light(c), light(ground(e))].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
            const large = parseFloat(s.fontSize) >= 24 || parseFloat(s.fontSize) >= 18.66 && +s.fontWeight >= 700;
            if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)}: ${e.tagName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`);
          }
          return bad;
        })()
        """;

    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    public static TheoryData<string> Addresses =>
    [
        "/", "/s/cells", "/s/cells/ranking", "/s/cells/trials/3", "/s/cells/compare", "/s/cells/slots", "/s/cells/rungs",
        "/s/cells/decisions", "/nodes", "/query",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_is_drawn_without_a_complaint_from_this_server_alone(string address)
    {
        await page.Ledger.Add(4, "lstm");
        await using var browser = await Start();
        await browser.Go(page.Site.Link(null));
        await browser.Until(Ready);
        await browser.Go(page.Site.Address + address[1..]);
        await browser.Until($"location.pathname === '{address}' && {Ready}");

        Assert.Empty(await Strings(browser, Nameless));
        Assert.Empty(await Strings(browser, Faint));
        await browser.Eval("document.documentElement.dataset.theme = 'dark'");
        Assert.Empty(await Strings(browser, Faint));
        Assert.Equal(0, (int)(await browser.Eval("document.querySelectorAll('img, iframe, [onerror]').length"))!);
        Assert.Equal(0, (int)(await browser.Eval(
            "[...document.querySelectorAll('[role=img]')].filter(e => !e.getAttribute('aria-label')).length"))!);
        Assert.All(browser.Requests, request => Assert.True(
            request == "about:blank" || ((string[])[page.Site.Address.ToString(), "data:", "blob:"]).Any(own =>
                request.StartsWith(own, StringComparison.Ordinal)), request));
        Assert.Empty(browser.Errors);
        Assert.Empty(page.Defects);
    }

    [Fact]
    public async Task A_sweep_has_the_promised_views_and_the_numbers_of_its_ranking()
    {
        await using var browser = await Open("cells");

        Assert.Empty(await Strings(browser,
            "['facts', 'curves', 'best', 'importance', 'parcoords', 'slices', 'contour', 'table']" +
                ".filter(id => !document.getElementById(id))"));
        Assert.True((int)(await browser.Eval("document.querySelectorAll('#table th[aria-sort]').length"))! > 0);
        await browser.Go($"{page.Site.Address}s/cells/ranking");
        await browser.Until($"location.pathname.endsWith('/ranking') && {Ready}");
        var rows = (await browser.Eval(Rows))!.AsArray();
        var top = (await page.Get("/api/s/cells/top"))["rows"]!.AsArray();
        Assert.Equal(top.Count, rows.Count);
        foreach (var (ranked, shown) in top.Zip(rows))
        {
            var cells = shown!.AsArray().Select(cell => (string)cell!).ToList();
            Assert.Contains((string)ranked!["config.cell"]!, cells);
            Assert.Contains(cells, cell => double.TryParse(cell, out var number) && number == (double)ranked["mean"]!);
        }
    }

    [Fact]
    public async Task A_report_is_painted_and_a_new_attempt_replaces_it()
    {
        await using var browser = await Open("cells");

        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1.25));
        await browser.Until(Shows(1.25));
        await page.Ledger.Apply(
            SmallLedger.Ended(3, TrialStatus.Planned, AttemptOutcome.Crashed), new AttemptStarted(SmallLedger.Ref(3, 2), "here/cpu/0"),
            SmallLedger.Reported(3, 3, 1.75, attempt: 2));
        await browser.Until(Shows(1.75));
        Assert.False((bool)(await browser.Eval(Shows(1.25)))!);
        await page.Ledger.Apply(SmallLedger.Ended(3) with { Trial = SmallLedger.Ref(3, 2) });
        await browser.Until("document.getElementById('facts').innerText.includes('1.75')");

        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_page_goes_on()
    {
        await using var browser = await Open("cells");

        await page.Restart();
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1.125));

        await browser.Until(Shows(1.125));
        Assert.Empty(page.Defects);
    }

    [Fact]
    public async Task A_brush_filters_table_slices_and_curves_and_survives_a_reload()
    {
        await page.Ledger.Apply(SmallLedger.Ended(3));
        await using var browser = await Open("cells");
        await browser.Until(Drawn(4));
        await browser.Eval("document.getElementById('parcoords').scrollIntoView({ block: 'center' })");
        var box = (await browser.Eval(
            "(r => [r.left, r.top, r.width, r.height])(document.getElementById('parcoords').getBoundingClientRect())"))!.AsArray();
        var (left, top, width, height) = ((double)box[0]!, (double)box[1]!, (double)box[2]!, (double)box[3]!);

        // The last axis is the metric, somewhere near the right edge; a drag beside an axis does nothing.
        for (var x = left + width - 8; x > left && (int)(await browser.Eval($"({Rows}).length"))! == 4; x -= 12)
            await browser.Drag(x, top + (height * 0.55), top + (height * 0.95));

        var kept = (await browser.Eval($"({Rows}).length"))!;
        Assert.InRange((int)kept, 1, 3);
        await browser.Until(Drawn((int)kept));
        // The address follows after the last move of the drag.
        await browser.Until("location.search.includes('b.')");
        var address = (string)(await browser.Eval("location.href"))!;
        await browser.Go(address);
        await browser.Until($"{Ready} && ({Rows}).length > 0");
        Assert.Equal((int)kept, (int)(await browser.Eval($"({Rows}).length"))!);
        await browser.Until(Drawn((int)kept));
        Assert.Empty(browser.Errors);
    }

    private static Task<Browser> Start()
    {
        Assert.SkipUnless(File.Exists(Browser.Program), $"there is no {Browser.Program}: the page is not looked at in a browser");
        return Browser.Open();
    }

    /// <summary>The overview of a sweep with a row for each trial.</summary>
    private async Task<Browser> Open(string sweep)
    {
        var browser = await Start();
        await browser.Go(page.Site.Link(sweep) + "&rows=trials");
        await browser.Until(Ready);
        return browser;
    }

    /// <summary>Whether the table has so many trials, and the learning curves and each slice say that they draw as many.</summary>
    private static string Drawn(int trials) => $$"""
        ({{Rows}}).length === {{trials}} && (pictures => pictures.length > 1 && pictures.every(picture =>
          Number(picture.getAttribute('aria-label')?.match(/(\d+) trials?\b/)?.[1]) === {{trials}}))(
            ['#curves', '#slices [role=img]'].flatMap(which => [...document.querySelectorAll(which)]))
        """;

    /// <summary>Whether the table shows a number.</summary>
    private static string Shows(double number) => FormattableString.Invariant(
        $"[...document.querySelectorAll('#table td')].some(cell => Number(cell.innerText) === {number})");

    private static async Task<List<string>> Strings(Browser browser, string script) =>
        [.. ((JsonArray)(await browser.Eval(script))!).Select(text => (string)text!)];
}
