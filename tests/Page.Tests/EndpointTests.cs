using System.Net;
using Sweep.Contracts;
using Sweep.Page.Tests.Given;
using static Sweep.Page.Tests.Given.Members;

namespace Sweep.Page.Tests;

/// <summary>What <c>/api</c> says of a small ledger (docs/page.md).</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private const long Began = 1769851801000;

    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task Sweeps_come_newest_first_with_the_best_so_far()
    {
        var all = await page.Get("/api/sweeps");

        Assert.Equal(["empty", "cells"], all["sweeps"]!.AsArray().Select(sweep => (string)sweep!["name"]!));
        Is("""
            {"name":"cells","status":"running","experiment":"language-model","metric":"val_perplexity","goal":"minimize","trials":4,
             "final_trials":3,"best":2,"best_trial":0,"spark":[2,2,2],"ended_at":null}
            """, all["sweeps"]![1]);
        Is("""{"ledger":"sweep.db","cluster":false,"query":true,"version":"0.0.0"}""", all);
    }

    [Fact]
    public async Task A_sweep_tells_its_facts()
    {
        var facts = await page.Get("/api/s/cells");

        Is("""
            {"name":"cells","status":"running","method":"grid","rule":null,"replicates":2,"trials":4,"final_trials":3,"epochs":11,"floor":null,
             "counts":{"planned":0,"running":1,"paused":0,"completed":3,"stopped":0,"diverged":0,"failed":0,"cancelled":0},
             "best":{"trial":0,"metric":2,"epoch":3},"metrics":["val_perplexity","grad_norm"],"writes_text":true,"problem":null}
            """, facts);
        Assert.Equal(SmallLedger.Hostile, (string)facts["description"]!);
        Is("""{"name":"cell","scale":"band","values":["gru","lstm"],"min":null,"max":null,"varies":true,"conditional":false}""",
            facts["parameters"]![0]);
        Is("""{"name":"hidden","scale":"linear","min":256,"max":256,"varies":false}""", facts["parameters"]![1]);
    }

    [Fact]
    public async Task Trials_are_columns_with_the_ranks_of_their_configurations()
    {
        var trials = await page.Get("/api/s/cells/trials");

        Is("""
            {"since":null,"number":[0,1,2,3],"status":[3,3,3,1],"metric":[2,4,5,6],"best_epoch":[3,3,3,2],"epochs_done":[3,3,3,2],
             "epochs":[3,3,3,3],"attempts":[1,1,1,1],"failures":[0,0,0,0],"replicate":[0,1,0,1],"slot":[0,1,0,1],
             "slots":["here/cpu/0","here/cpu/1"],"seed":["9223372036854775807","9223372036854775806","9223372036854775805","9223372036854775804"],
             "config":[0,0,2,2],"rank":[1,1,2,2],"tied":[false,false,false,false],"parent":[null,null,null,null],
             "params":{"cell":["gru","gru","lstm","lstm"]},
             "statuses":["planned","running","paused","completed","stopped","diverged","failed","cancelled"]}
            """, trials);
        Assert.Equal([Began, Began, Began, Began], trials["started_at"]!.AsArray().Select(at => (long)at!));
        Assert.Equal(256, (int)trials["always"]!["hidden"]!);
        Assert.Equal(SmallLedger.Hostile, (string)trials["always"]!["note"]!);
    }

    [Fact]
    public async Task Since_a_version_only_those_come_that_moved()
    {
        var version = (string)(await page.Get("/api/s/cells/trials"))["version"]!;
        using var events = await EventReader.Open(page, $"/api/s/cells/events?since={version}");
        await events.Next("hello");
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1));
        await events.Next("changes");

        var moved = await page.Get($"/api/s/cells/trials?since={version}");
        Is("""{"number":[3],"metric":[1],"params":{"cell":["lstm"]}}""", moved);
        Assert.Equal(version, (string)moved["since"]!);
        Assert.Null((await page.Get("/api/s/cells/trials?since=other-1"))["since"]);
    }

    [Fact]
    public async Task The_ranking_is_that_of_top()
    {
        var top = await page.Get("/api/s/cells/top");

        Is("""
            {"sweep":"cells","rank":1,"tied":false,"config.cell":"gru","config.hidden":256,"mean":3,"best":2,"floor":null,"replicates":2,
             "diverged":0,"failed":0,"below_floor":false,"trials":[0,1],"remarks":""}
            """, top["rows"]![0]);
        Assert.Equal(Math.Sqrt(2), (double)top["rows"]![0]!["std"]!, 12);
        Is("""{"rank":2,"config.cell":"lstm","mean":5,"replicates":1,"trials":[2,3],"remarks":"1 to come"}""", top["rows"]![1]);
        Assert.Single((await page.Get("/api/s/cells/top?limit=1"))["rows"]!.AsArray());
        Assert.Contains("unfinished", (string)top["warnings"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_a_constraint_is_last_and_never_the_best()
    {
        await page.Ledger.AddLimited();

        var top = (await page.Get("/api/s/limited/top"))["rows"]!.AsArray();

        Assert.Equal(["lstm", "gru"], top.Select(row => (string)row!["config.cell"]!));
        Is("""{"metric":[2,5],"rank":[2,1],"sound":[false,true]}""", await page.Get("/api/s/limited/trials"));
        Is("""{"rank":2,"best":{"trial":1,"metric":5}}""", await page.Get("/api/s/limited/trials/0"));
        Is("""{"a":{"rank":2},"b":{"rank":1}}""", await page.Get("/api/s/limited/compare?a=0&b=1"));
        Is("""{"groups":[{"key":"cell=lstm"},{"key":"cell=gru"}]}""", await page.Get("/api/s/limited/bands?by=config"));
        Is("""{"best":{"trial":1,"metric":5}}""", await page.Get("/api/s/limited"));
        Is("""{"name":"limited","best":5,"best_trial":1,"spark":[5]}""", (await page.Get("/api/sweeps"))["sweeps"]![0]);
        Is("""{"trial":[1],"value":[5],"best":[5]}""", await page.Get("/api/s/limited/best"));
        Assert.Contains("\"trials\":[1]", await page.Client.GetStringAsync(
            "/api/s/limited/curves?trials=best:1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_those_of_query()
    {
        var rows = await page.Get("/api/query?sql=" + Uri.EscapeDataString(
            "select number, metric, status from trials where sweep = 'cells' order by number"));

        Assert.Equal(
            """[[0,2,"completed"],[1,4,"completed"],[2,5,"completed"],[3,6,"running"]]""", rows["rows"]!.ToJsonString());
        Assert.Equal("""["number","metric","status"]""", rows["columns"]!.ToJsonString());
        Assert.False((bool)rows["more"]!);
        var trials = await page.Get("/api/s/cells/trials");
        Assert.Equal(rows["rows"]!.AsArray().Select(row => (double)row![1]!), trials["metric"]!.AsArray().Select(value => (double)value!));
        Assert.True((bool)(await page.Get("/api/query?sql=select+1+union+select+2&limit=1"))["more"]!);
    }

    [Theory]
    [InlineData("delete from trial")]
    [InlineData("select * from sweep")]
    [InlineData("attach 'x' as y")]
    [InlineData("selec")]
    public async Task A_query_only_reads(string sql) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await page.Refused("/api/query?sql=" + Uri.EscapeDataString(sql))).Status);

    [Fact]
    public async Task Bands_are_means_with_students_interval()
    {
        var bands = await page.Get("/api/s/cells/bands?by=cell");

        var gru = bands["groups"]![0]!;
        Is("""{"key":"gru","trials":2,"epoch":[1,2,3],"n":[2,2,2],"mean":[9,5,3],"min":[8,4,2],"max":[10,6,4]}""", gru);
        // With one degree of freedom t(0.975) = tan(0.475 pi) = 12.7062..., and the standard error of {8, 10} is 1.
        Assert.Equal(9 - Math.Tan(0.475 * Math.PI), (double)gru["low"]![0]!, 9);
        Assert.Equal(9 + Math.Tan(0.475 * Math.PI), (double)gru["high"]![0]!, 9);
        Assert.Equal(Math.Sqrt(2), (double)gru["std"]![0]!, 12);
        Is("""{"key":"lstm","n":[2,2,1],"mean":[9,6.5,5]}""", bands["groups"]![1]);
        Assert.Null(bands["groups"]![1]!["low"]![2]);
        Assert.Equal(["cell=gru", "cell=lstm"],
            (await page.Get("/api/s/cells/bands?by=config"))["groups"]!.AsArray().Select(group => (string)group!["key"]!));
        Is("""{"metric":"grad_norm"}""", await page.Get("/api/s/cells/bands?by=cell&metric=grad_norm"));
    }

    [Fact]
    public async Task Without_a_parameter_all_trials_are_one_band()
    {
        var all = (await page.Get("/api/s/cells/bands"))["groups"]!.AsArray().Single()!;

        Is("""{"key":"all","trials":4,"epoch":[1,2,3],"n":[4,4,3],"min":[8,4,2],"max":[10,7,5]}""", all);
        Assert.Equal([9, 5.75, 11.0 / 3], all["mean"]!.AsArray().Select(mean => (double)mean!), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / 3), (double)all["std"]![0]!, 12);
        // With two degrees of freedom t(0.975) = 0.95 sqrt(2 / (1 - 0.95 squared)) = 4.3026..., and {2, 4, 5} have the variance 7/3.
        var half = 0.95 * Math.Sqrt(2 / 0.0975) * Math.Sqrt(7) / 3;
        Assert.Equal((11.0 / 3) - half, (double)all["low"]![2]!, 9);
        Assert.Equal((11.0 / 3) + half, (double)all["high"]![2]!, 9);
    }

    [Fact]
    public async Task The_best_so_far_follows_the_order_of_ending() => Is(
        """{"trial":[0,1,2],"epochs":[3,6,9],"value":[2,4,5],"best":[2,2,2]}""", await page.Get("/api/s/cells/best"));

    [Fact]
    public async Task A_trial_that_failed_has_no_value_that_counts()
    {
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1), SmallLedger.Ended(3, TrialStatus.Failed, AttemptOutcome.Crashed));

        Is("""{"trial":[0,1,2],"epochs":[3,6,9],"value":[2,4,5],"best":[2,2,2]}""", await page.Get("/api/s/cells/best"));
        Is("""{"name":"cells","best":2,"best_trial":0,"spark":[2,2,2]}""", (await page.Get("/api/sweeps"))["sweeps"]![1]);
        Is("""{"best":{"trial":0,"metric":2}}""", await page.Get("/api/s/cells"));
    }

    [Fact]
    public async Task Importance_says_why_it_cannot_tell() =>
        Assert.Contains("takes 20 at least", (string)(await page.Get("/api/s/cells/importance"))["problem"]!, StringComparison.Ordinal);

    [Fact]
    public async Task A_contour_is_means_over_cells() => Is(
        """
        {"x":{"name":"cell","scale":"band","values":["gru","lstm"],"edges":null},"y":{"name":"hidden","scale":"linear","edges":[255.5,256.5]},
         "metric":"val_perplexity","mean":[3,5],"n":[2,1]}
        """, await page.Get("/api/s/cells/contour?x=cell&y=hidden"));

    [Fact]
    public async Task Slots_show_attempts_over_time() => Is(
        """
        {"slots":["here/cpu/0","here/cpu/1"],"lost":0,"trial":[0,1,2,3],"attempt":[1,1,1,1],"slot":[0,1,0,1],
         "outcome":["completed","completed","completed",null]}
        """, await page.Get("/api/s/cells/slots"));

    [Fact]
    public async Task Without_a_rule_there_are_no_rungs() => Is("""{"rule":null}""", await page.Get("/api/s/cells/rungs"));

    [Fact]
    public async Task Decisions_come_part_by_part()
    {
        await page.Ledger.Add(4, "rnn");

        var log = await page.Get("/api/s/cells/decisions");
        Is("""{"number":1,"kind":"start","trial":4,"seen":0,"parent":null,"evidence":null}""", log["decisions"]![0]);
        Assert.Equal(SmallLedger.Hostile, (string)log["decisions"]![0]!["reason"]!);
        Assert.Empty((await page.Get("/api/s/cells/decisions?after=1"))["decisions"]!.AsArray());
        Assert.Empty((await page.Get("/api/s/cells/decisions?trial=1"))["decisions"]!.AsArray());
    }

    [Fact]
    public async Task Levels_are_compared_in_words()
    {
        var compared = await page.Get("/api/s/cells/compare?by=cell");

        Is("""{"parameter":"cell","metric":"val_perplexity","scale":"ratio","values":2}""", compared);
        // One pair: trials 0 and 2 share the seed and have ended; 5 / 2 is 150 % more.
        Assert.Equal(
            "gru and lstm cannot be separated: lstm has 150.0 % higher val_perplexity, but one pair only, so nothing is known of the " +
                "spread: more replicates or more values of the other parameters give more pairs",
            (string)compared["answers"]![0]!);
    }

    [Fact]
    public async Task Two_trials_are_compared_with_all_seeds_of_both()
    {
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 12), SmallLedger.Ended(3));

        var compared = await page.Get("/api/s/cells/compare?a=0&b=3");

        Is("""{"trial":0,"status":"completed","metric":2,"replicates":2,"mean":3,"rank":1}""", compared["a"]);
        Is("""{"name":"cell","a":"gru","b":"lstm","differs":true}""", compared["parameters"]![0]);
        Is("""{"name":"hidden","a":256,"b":256,"differs":false}""", compared["parameters"]![1]);
        // Ratios 5/2 and 6/4 have the geometric mean sqrt(3.75) = 1.936.
        Assert.Contains("trial 3 has 93.6 % higher val_perplexity", (string)compared["answers"]![0]!, StringComparison.Ordinal);
        Assert.Contains("over 2 pairs", (string)compared["answers"]![0]!, StringComparison.Ordinal);
        Assert.Contains("replicates of one configuration",
            (string)(await page.Get("/api/s/cells/compare?a=0&b=1"))["answers"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_tells_all_that_is_known_of_it()
    {
        await page.Ledger.Apply(SmallLedger.Ended(3, TrialStatus.Failed, AttemptOutcome.Crashed, SmallLedger.Hostile));

        var trial = await page.Get("/api/s/cells/trials/3");

        Is("""
            {"sweep":"cells","trial":3,"status":"failed","seed":"9223372036854775804","replicate":1,"epochs_done":2,"epochs":3,"slot":"here/cpu/1",
             "siblings":[2,3],"forks":[],"parent":null,"rank":2,"decisions":[],
             "metrics":{"epoch":[1,2],"attempt":[1,1],"seconds":[1,1],"values":{"grad_norm":[4.5,3],"val_perplexity":[9,6]}}}
            """, trial);
        Is("""{"trial":0,"metric":2}""", trial["best"]);
        Is("""{"attempt":1,"slot":"here/cpu/1","outcome":"crashed"}""", trial["attempts"]![0]);
        Assert.Equal(SmallLedger.Hostile, (string)trial["attempts"]![0]!["reason"]!);
        Assert.Equal("lstm", (string)trial["config"]!["cell"]!);
    }

    [Fact]
    public async Task Output_comes_piece_by_piece_as_the_text_it_is()
    {
        var first = await page.Get("/api/s/cells/trials/3/output");
        Assert.Equal($"epoch 1\n{SmallLedger.Hostile}\n", (string)first["text"]!);
        Is("""{"stream":"out","offset":0,"kept_from":0,"live":true}""", first);

        var end = await page.Get($"/api/s/cells/trials/3/output?offset={first["next"]}");
        Assert.Equal("", (string)end["text"]!);
        Is("""{"live":false}""", await page.Get("/api/s/cells/trials/0/output?stream=error"));
    }

    [Fact]
    public async Task A_model_writes() => Is(
        """{"text":"once end"}""", await page.Get("/api/s/cells/trials/0/sample?prefix=once%20"));

    [Fact]
    public async Task Without_a_cluster_the_nodes_are_those_of_running_trials() => Is(
        """{"node":"here","slots":[{"slot":"here/cpu/1","sweep":"cells","trial":3}]}""", (await page.Get("/api/nodes"))["nodes"]![0]);
}
