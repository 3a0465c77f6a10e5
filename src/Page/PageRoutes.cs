using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Page.Access;
using Sweep.Page.Answers;
using Sweep.Page.Files;
using Sweep.Page.Live;
using Sweep.Page.Sources;

namespace Sweep.Page;

/// <summary>Which address is answered with what (docs/page.md).</summary>
internal sealed class PageRoutes(
    IPageSource source, SweepFeeds feeds, PageOptions options, PageQueues queues, CancellationToken end)
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    private static readonly string[] Pages =
    [
        "/", "/nodes", "/query", "/s/{name}", "/s/{name}/ranking", "/s/{name}/compare", "/s/{name}/slots", "/s/{name}/rungs",
        "/s/{name}/decisions", "/s/{name}/trials/{number:int}",
    ];

    private readonly SweepsAnswer sweeps = new(source, IPAddress.IsLoopback(options.Place.Address));
    private readonly SiteFiles files = new(typeof(PageRoutes).Assembly);

    public void Map(IEndpointRouteBuilder site)
    {
        foreach (var page in Pages) Get(site, page, context => File(context, "index.html"));
        Get(site, "/web/{**file}", context => File(context, Value(context, "file")));
        Json(site, "/api/sweeps", async _ => await sweeps.Make());
        Json(site, "/api/nodes", async _ => await new NodesAnswer(source).Make());
        if (IPAddress.IsLoopback(options.Place.Address)) Json(site, "/api/query", Query);
        MapSweep(site);
        MapTrial(site);
        Get(site, "/{**path}", context => throw PageRefusedException.NotFound($"there is nothing at {context.Request.Path}"));
    }

    private void MapSweep(IEndpointRouteBuilder site)
    {
        OfSweep(site, "", (sweep, _) => new SweepAnswer(source, sweep).Facts());
        OfSweep(site, "/top", (sweep, asked) => new SweepAnswer(source, sweep).Top(asked.Whole("limit", 1, int.MaxValue) ?? int.MaxValue));
        OfSweep(site, "/trials", Trials);
        OfSweep(site, "/bands", (sweep, asked) => new BandsAnswer(sweep).Make(asked.Text("by"), asked.Text("metric"), asked.Points));
        OfSweep(site, "/best", (sweep, _) => Pictures(sweep).Best());
        OfSweep(site, "/importance", (sweep, _) => Pictures(sweep).Importance());
        OfSweep(site, "/contour", (sweep, asked) => Pictures(sweep).Contour(asked.Required("x"), asked.Required("y")));
        OfSweep(site, "/slots", (sweep, _) => Pictures(sweep).Slots());
        OfSweep(site, "/rungs", (sweep, _) => Pictures(sweep).Rungs());
        OfSweep(site, "/decisions", (sweep, asked) => new DecisionsAnswer(sweep).Make(
            asked.Long("after", 0, long.MaxValue) ?? 0, asked.Whole("limit", 1, 10_000) ?? 500, asked.Whole("trial", 0, int.MaxValue)));
        OfSweep(site, "/compare", (sweep, asked) => asked.Text("by") is { } by ? new CompareAnswer(sweep).By(by)
            : new CompareAnswer(sweep).Trials(asked.RequiredWhole("a"), asked.RequiredWhole("b")));
        Get(site, "/api/s/{name}/curves", Curves);
        Get(site, "/api/s/{name}/events", Events);
    }

    private void MapTrial(IEndpointRouteBuilder site)
    {
        OfTrial(site, "", (sweep, trial, _, gone) => queues.Make(() => new TrialAnswer(sweep, trial).Make(), gone));
        OfTrial(site, "/output", (sweep, trial, asked, _) =>
            new OutputAnswer(source, sweep, trial).Make(asked.Text("stream") ?? "out", asked.Long("offset", 0, long.MaxValue) ?? 0));
        OfTrial(site, "/sample", Sample);
    }

    private PictureAnswers Pictures(OpenSweep sweep) => new(source, sweep, options.Clock);

    private async Task<object> Trials(OpenSweep sweep, Asked asked)
    {
        // The version first: what is read after it is never older.
        var feed = await feeds.Of(sweep.Name);
        var (version, since) = (feed.Version.ToString(), asked.Text("since"));
        var moved = since is null ? null : feed.MovedSince(since);
        return await new TrialColumns(sweep).Of(version, moved is null ? null : since, moved);
    }

    private async Task Curves(HttpContext context)
    {
        var sweep = await OpenSweep.Find(source, Value(context, "name"));
        var asked = new Asked(context.Request.Query);
        var version = (await feeds.Of(sweep.Name)).Version.ToString();
        var reply = await queues.Make(async () => Reply.Of(context.Request, "application/octet-stream",
            await new CurvesAnswer(sweep).Make(asked.Text("metric"), asked.Points, asked.Text("trials"), version)), context.RequestAborted);
        await reply.Send(context);
    }

    private async Task Events(HttpContext context)
    {
        var sweep = await OpenSweep.Find(source, Value(context, "name"));
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var since = last.Length > 0 ? last : new Asked(context.Request.Query).Text("since");
        await EventStream.Write(context, await feeds.Of(sweep.Name), since, options.Clock, end);
    }

    private async Task<object> Query(HttpContext context)
    {
        var asked = new Asked(context.Request.Query);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        var (sql, limit) = (asked.Required("sql"), asked.Whole("limit", 1, QueryAnswer.MostRows) ?? QueryAnswer.DefaultRows);
        return await new QueryAnswer(source, options.Clock).Make(sql, limit, gone.Token);
    }

    private async Task<object> Sample(OpenSweep sweep, TrialRow trial, Asked asked, CancellationToken gone)
    {
        if (!source.ReadFile(sweep.Row).WritesText)
        {
            throw PageRefusedException.NotFound(
                $"sweep '{sweep.Name}' runs the experiment '{sweep.Row.Experiment}', whose models do not write text");
        }

        if (trial.EpochsDone == 0)
            throw PageRefusedException.NotFound($"trial {trial.Number} has finished no epoch yet, so there is no model");
        var wish = new SampleWish(
            asked.Text("prefix") ?? "the ", asked.Whole("length", 1, 1000) ?? 200, asked.Real("temperature") ?? 0,
            asked.Long("seed", long.MinValue, long.MaxValue) ?? 0);
        return await queues.Write(until => source.Write(trial, wish, until), gone);
    }

    private async Task File(HttpContext context, string name)
    {
        if (!await files.TrySend(context, name)) throw PageRefusedException.NotFound($"there is nothing at {context.Request.Path}");
    }

    private void OfSweep(IEndpointRouteBuilder site, string path, Func<OpenSweep, Asked, Task<object>> answer) =>
        Get(site, $"/api/s/{{name}}{path}", async context =>
        {
            // Only its making waits for others: a browser may take it slowly.
            var reply = await queues.Make(async () => Reply.Json(context.Request, await answer(
                await OpenSweep.Find(source, Value(context, "name")), new Asked(context.Request.Query))), context.RequestAborted);
            await reply.Send(context);
        });

    private void OfTrial(
        IEndpointRouteBuilder site, string path, Func<OpenSweep, TrialRow, Asked, CancellationToken, Task<object>> answer) =>
        Json(site, $"/api/s/{{name}}/trials/{{number:int:min(0)}}{path}", async context =>
        {
            var sweep = await OpenSweep.Find(source, Value(context, "name"));
            var trial = await sweep.Trial(int.Parse(Value(context, "number"), CultureInfo.InvariantCulture));
            return await answer(sweep, trial, new Asked(context.Request.Query), context.RequestAborted);
        });

    private void Json(IEndpointRouteBuilder site, string path, Func<HttpContext, Task<object>> answer) =>
        Get(site, path, async context => await Reply.Json(context.Request, await answer(context)).Send(context));

    private void Get(IEndpointRouteBuilder site, string path, Func<HttpContext, Task> answer) =>
        site.MapMethods(path, Methods, (RequestDelegate)(context => Guard(context, answer)));

    /// <summary>Errors become sentences; what is a defect says no more than that.</summary>
    private async Task Guard(HttpContext context, Func<HttpContext, Task> answer)
    {
        try
        {
            await answer(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var (status, message) = e switch
            {
                PageRefusedException refusal => (refusal.Status, refusal.Message),
                LedgerException ledger => (StatusCodes.Status503ServiceUnavailable, ledger.Message),
                OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "the server is leaving"),
                IOException or UnauthorizedAccessException => (StatusCodes.Status503ServiceUnavailable, "a file cannot be read now"),
                _ => (StatusCodes.Status500InternalServerError, "this is a defect of sweep; what serves the page says more"),
            };
            if (status == StatusCodes.Status500InternalServerError) options.OnDefect(e);
            await Reply.Error(context, status, message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The browser has gone.
        }
    }

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";
}
