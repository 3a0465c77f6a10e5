using System.Security.Cryptography;
using System.Text;
using Sweep.Figures.Svg;
using Sweep.Figures.Text;
using Sweep.Reports.Tables;

namespace Sweep.Figures.Pages;

/// <summary>Writes a report as one HTML file: it opens from a disk without a network, has no script, refers to nothing outside, and its
/// policy (Content-Security-Policy) lets the browser load nothing but the style sheet in it, known by its hash.</summary>
public static class HtmlReport
{
    private const string Layout =
        """
        body{margin:0 auto;padding:24px 20px 60px;max-width:1040px;font:15px/1.5 FONTS;color:var(--text);background:var(--paper)}
        h1{font-size:26px;margin:8px 0 4px}h2{font-size:19px;margin:40px 0 8px;border-top:1px solid var(--rule);padding-top:20px}
        p{margin:6px 0;max-width:76ch}.muted,dt,footer{color:var(--muted)}.remark{color:var(--bad)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:14px 0}dd{margin:0;overflow-wrap:anywhere}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:14px 0}a{color:var(--link)}
        svg{display:block;width:100%;height:auto;margin:12px 0;border:1px solid var(--rule);border-radius:6px}
        .wide{overflow-x:auto;margin:12px 0}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:3px 14px 3px 0;white-space:nowrap}th{border-bottom:1px solid var(--rule);font-weight:600}
        tbody tr:hover{background:var(--hover)}.n{text-align:right}.w{white-space:normal;min-width:20ch}
        pre{overflow-x:auto;font-size:13px;padding:12px;background:var(--hover);border-radius:6px}
        footer{margin-top:48px;font-size:13px}@media print{h2{break-after:avoid}svg{break-inside:avoid}}
        """;

    private const string Light = "--text:#1f2328;--muted:#57606a;--paper:#fff;--rule:#d8dee4;--link:#0b5cad;--hover:#f3f5f7;--bad:#b3261e";
    private const string Dark =
        "--text:#e6edf3;--muted:#9aa6b2;--paper:#0d1117;--rule:#2b343d;--link:#79b8ff;--hover:#161d26;--bad:#ff8b82";

    private static readonly string Style = string.Concat(
        $":root{{color-scheme:light dark;{Light}}}@media(prefers-color-scheme:dark){{:root{{{Dark}}}}}",
        Layout.Replace("FONTS", SvgStyle.Fonts, StringComparison.Ordinal).ReplaceLineEndings(""),
        SvgStyle.Sheet(Theme.Auto));

    /// <summary>The policy of the file.</summary>
    public static string Policy =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "base-uri 'none'; form-action 'none'";

    /// <summary>The whole file.</summary>
    public static string Text(SweepReport report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        page.Append("<meta name=\"referrer\" content=\"no-referrer\">\n");
        page.Append($"<title>{Markup.Line(report.Title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        page.Append($"<h1>{Markup.Line(report.Title)}</h1>\n");
        if (report.Description is { } description) page.Append($"<p>{Markup.Line(description.ReplaceLineEndings(" ").Trim())}</p>\n");
        page.Append("<dl>\n");
        foreach (var (name, value) in report.Facts) page.Append($"<dt>{Markup.Line(name)}</dt><dd>{Markup.Line(value)}</dd>\n");
        page.Append("</dl>\n<nav>\n");
        for (var i = 0; i < report.Parts.Count; i++) page.Append($"<a href=\"#p{i}\">{Markup.Line(report.Parts[i].Heading)}</a>\n");
        page.Append("</nav>\n<main>\n");
        for (var i = 0; i < report.Parts.Count; i++) Write(page, report.Parts[i], i);
        page.Append("</main>\n<details><summary>the sweep file as it was run</summary>\n");
        page.Append($"<pre>{Markup.Lines(report.Yaml.ReplaceLineEndings("\n"))}</pre></details>\n");
        page.Append($"<footer>{Markup.Line(report.Made)}</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Write(StringBuilder page, ReportPart part, int number)
    {
        page.Append($"<section id=\"p{number}\">\n<h2>{Markup.Line(part.Heading)}</h2>\n");
        foreach (var remark in part.Remarks) page.Append($"<p class=\"remark\">{Markup.Line(remark)}</p>\n");
        if (part.Figure is { } figure) page.Append(SvgWriter.Part(figure, $"f{number}")).Append('\n');
        foreach (var sentence in part.Sentences) page.Append($"<p>{Markup.Line(sentence)}</p>\n");
        foreach (var table in part.Tables.Where(table => table.Rows.Count > 0)) Write(page, table);
        page.Append("</section>\n");
    }

    private static void Write(StringBuilder page, DataTable table)
    {
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Title is not null)];
        var texts = Array.ConvertAll(shown, i => PrintedColumn.Of(table, i));
        page.Append("<div class=\"wide\"><table>\n<thead><tr>");
        foreach (var i in shown) page.Append($"<th scope=\"col\"{Class(table.Columns[i])}>{Markup.Line(table.Columns[i].Title!)}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            page.Append("<tr>");
            for (var i = 0; i < shown.Length; i++)
                page.Append($"<td{Class(table.Columns[shown[i]])}>{Markup.Line(texts[i][row])}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Class(Column column) => column.Right ? " class=\"n\"" : column.Wraps ? " class=\"w\"" : "";
}
