namespace Sweep.Page.Tests.Modules;

/// <summary>The trials that the page knows, and how news change them.</summary>
public sealed class ModelTests
{
    private const string Begin = """
        const model = new m.Model({ metric: 'loss', goal: 'minimize', status: 'running', final_trials: 1, parameters: [
          { name: 'cell', scale: 'band', values: ['rnn', 'gru', 'lstm'], min: null, max: null, varies: true },
          { name: 'lr', scale: 'log', values: null, min: 0.0001, max: 0.1, varies: true },
          { name: 'corpus', scale: 'band', values: ['grammar'], min: null, max: null, varies: false }] });
        model.takeTrials({ version: 's1-5', statuses: ['planned', 'running', 'completed'], slots: ['n/cpu/0'],
          number: [0, 1], status: [2, 1], metric: [2.5, 3], best_epoch: [2, 1], epochs_done: [2, 1], epochs: [9, 9], attempts: [1, 1],
          failures: [0, 0], replicate: [0, 0], seed: ['1', '2'], slot: [0, 0], started_at: [10, 20], ended_at: [30, null],
          reason: [null, null], parent: [null, null], config: [0, 1], rank: [1, null], tied: [false, false],
          params: { cell: ['gru', 'lstm'], lr: [0.01, 0.001] }, always: { corpus: 'grammar' } });
        model.takeCurves({ version: 's1-5', metric: 'loss', step: 1, leftOut: 0, note: null, byTrial: new Map([[0, { attempt: 1,
          points: new Float32Array([1, 3, 2, 2.5]) }], [1, { attempt: 1, points: new Float32Array([1, 3]) }]]) });
        const news = (version, number, values, curves) => model.takeChanges({ version, status: 'running', final_trials: 1, added: [],
          trials: { number: [number], status: ['running'], metric: [2], best_epoch: [1], epochs_done: [1], attempts: [1], failures: [0],
            slot: ['n/cpu/0'], started_at: [20], ended_at: [null], reason: [null], ...values }, curves });
        const curve = number => [...model.byNumber.get(number).curve];
        """;

    private readonly WebModule module = new("base/model.js");

    [Fact]
    public void A_report_is_added_to_its_curve() => Assert.Equal("[1,3,2,2]", Run(
        "news('s1-6', 1, {}, { trial: [1], epoch: [2], value: [2], reset: [] }); return curve(1);"));

    [Fact]
    public void A_newer_attempt_replaces_the_epochs_of_an_older_one() => Assert.Equal("[1,5,2,4]", Run("""
        news('s1-6', 1, {}, { trial: [1, 1], epoch: [2, 3], value: [2, 1], reset: [] });
        news('s1-7', 1, { attempts: [2] }, { trial: [1, 1], epoch: [1, 2], value: [5, 4], reset: [1] });
        return curve(1);
        """));

    [Fact]
    public void The_same_news_again_change_nothing() => Assert.Equal("[false,[1,3,2,2]]", Run("""
        const points = { trial: [1], epoch: [2], value: [2], reset: [] };
        news('s1-6', 1, {}, points);
        return [news('s1-6', 1, {}, points), curve(1)];
        """));

    [Fact]
    public void A_point_that_is_known_already_is_replaced_and_not_doubled() => Assert.Equal("[1,3,2,7,3,6]", Run("""
        news('s1-6', 1, {}, { trial: [1], epoch: [2], value: [2], reset: [] });
        news('s1-7', 1, {}, { trial: [1, 1], epoch: [3, 2], value: [6, 7], reset: [] });
        return curve(1);
        """));

    [Fact]
    public void News_that_came_while_curves_were_read_are_added_to_them() => Assert.Equal("[1,3,2,2,3,1]", Run("""
        const end = model.keepNews();
        news('s1-6', 1, {}, { trial: [1], epoch: [2], value: [9], reset: [] });
        news('s1-7', 1, {}, { trial: [1], epoch: [3], value: [1], reset: [] });
        model.takeCurves({ version: 's1-6', metric: 'loss', step: 1, leftOut: 0, note: null, byTrial: new Map([[1, { attempt: 1,
          points: new Float32Array([1, 3, 2, 2]) }]]) });
        end();
        return curve(1);
        """));

    [Fact]
    public void News_that_came_while_trials_were_read_are_not_lost() => Assert.Equal("[\"s1-7\",7,0]", Run("""
        const end = model.keepNews();
        news('s1-7', 1, { metric: [7] }, null);
        model.takeTrials({ version: 's1-6', statuses: ['running'], slots: ['n/cpu/0'], number: [0, 1], status: [0, 0], metric: [2.5, 3],
          slot: [0, 0], params: { cell: ['gru', 'lstm'] }, always: {} });
        end();
        return [model.version, model.byNumber.get(1).metric, model.kept.length];
        """));

    [Theory]
    [InlineData("s1-6", "s1-5", true)]
    [InlineData("s1-5", "s1-5", false)]
    [InlineData("s1-10", "s1-9", true)]
    [InlineData("s1-9", "s1-10", false)]
    [InlineData("s2-1", "s1-9", true)]
    public void The_larger_count_is_newer_and_another_server_is_always_news(string version, string known, bool expected) =>
        Assert.Equal(expected, module.Of($"m.isNewer('{version}', '{known}')").GetBoolean());

    [Fact]
    public void A_trial_that_is_added_has_its_values_and_may_make_a_parameter_differ() =>
        Assert.Equal("[3,\"time-machine\",\"grammar\",true]", Run("""
        model.takeChanges({ version: 's1-6', status: 'running', final_trials: 1, added: [{ number: 2, replicate: 0, seed: '3', epochs: 9,
          config: 2, parent: null, params: { cell: 'rnn', lr: 0.1, corpus: 'time-machine' } }], trials: { number: [] }, curves: null });
        return [model.trials.length, model.byNumber.get(2).value('corpus'), model.byNumber.get(0).value('corpus'),
          model.varying.some(p => p.name === 'corpus')];
        """));

    [Fact]
    public void Brushes_and_filter_keep_trials_together() => Assert.Equal("[[1],[]]", Run("""
        model.brushes.set('lr', { from: 0.0005, to: 0.005 });
        model.choose();
        const first = model.shown.map(t => t.number);
        model.test = look => look('status') === 'completed';
        model.choose();
        return [first, model.shown.map(t => t.number)];
        """));

    [Fact]
    public void The_scale_of_an_axis_is_the_files_and_not_the_datas() => Assert.Equal(
        "[{\"kind\":\"log\",\"domain\":[0.0001,0.1]},{\"kind\":\"band\",\"domain\":[\"rnn\",\"gru\",\"lstm\"]}]",
        Run("return [model.axis('lr'), model.axis('cell')];"));

    [Fact]
    public void The_best_trial_is_the_one_with_the_best_value() => Assert.Equal("0", Run("return model.best.number;"));

    [Theory]
    [InlineData("running", 1)]
    [InlineData("completed", 1)]
    [InlineData("stopped", 1)]
    [InlineData("diverged", 0)]
    [InlineData("failed", 0)]
    [InlineData("cancelled", 0)]
    public void A_trial_that_was_lost_is_never_the_best(string status, int best) => Assert.Equal($"[{best},{best}]", Run($$"""
        news('s1-6', 1, { status: ['{{status}}'], metric: [0.1] }, null);
        return [model.best.number, model.sorted()[0].number];
        """));

    [Fact]
    public void Replicates_share_the_row_of_their_configuration() => Assert.Equal("[1,2.5,0.1]", Run("""
        model.takeRanking({ rows: [{ rank: 1, tied: false, mean: 2.5, std: 0.1, trials: [0] }] });
        const trial = model.byNumber.get(0);
        return [trial.get('rank'), trial.get('mean'), trial.get('std')];
        """));

    [Fact]
    public void Groups_follow_the_order_of_the_file() =>
        Assert.Equal("[[\"gru\",1],[\"lstm\",1]]", new WebModule("pictures/bands.js").Run(GroupsScript).GetRawText());

    private const string GroupsScript = """
        const trial = (number, cell) => ({ number, config: number, metric: number, value: name => name === 'cell' ? cell : null });
        const model = { axis: () => ({ kind: 'band', domain: ['rnn', 'gru', 'lstm'] }) };
        return m.groupsOf(model, [trial(0, 'lstm'), trial(1, 'gru')], 'cell').groups.map(g => [g.label, g.trials.length]);
        """;

    [Fact]
    public void Many_numbers_are_put_into_five_groups_of_about_equally_many_trials() =>
        Assert.Equal("[20,20,20,20,20]", new WebModule("pictures/bands.js").Run("""
        const trials = Array.from({ length: 100 }, (_, i) => ({ number: i, config: i, value: () => i / 100 }));
        return m.groupsOf({ axis: () => ({ kind: 'linear', domain: [0, 1] }) }, trials, 'dropout').groups.map(g => g.trials.length);
        """).GetRawText());

    [Fact]
    public void Groups_that_are_not_shown_are_counted() =>
        Assert.Equal("[10,\"2 more groups not drawn\"]", new WebModule("pictures/bands.js").Run("""
        const trials = Array.from({ length: 12 }, (_, i) => ({ number: i, config: i, value: () => i }));
        const { groups, left } = m.groupsOf({ axis: () => ({ kind: 'linear', domain: [0, 11] }) }, trials, 'layers');
        return [groups.length, left];
        """).GetRawText());

    [Fact]
    public void A_trial_that_a_newer_ranking_does_not_have_has_no_rank_any_more() => Assert.Equal("[null,false]", Run("""
        model.takeRanking({ rows: [{ rank: 1, tied: true, trials: [0] }, { rank: 1, tied: true, trials: [1] }] });
        model.takeRanking({ rows: [{ rank: 1, tied: false, trials: [1] }] });
        return [model.byNumber.get(0).rank, model.byNumber.get(0).tied];
        """));

    [Fact]
    public void A_trial_beyond_a_ranking_that_was_cut_keeps_its_rank() => Assert.Equal("[2,1]", Run("""
        model.takeRanking({ rows: [{ rank: 1, tied: false, trials: [1] }, { rank: 2, tied: false, trials: [0] }] });
        model.takeRanking({ rows: [{ rank: 1, tied: false, trials: [1] }] }, 1);
        return [model.byNumber.get(0).rank, model.byNumber.get(1).rank];
        """));

    [Fact]
    public void A_trial_whose_configuration_breaks_a_constraint_or_diverged_once_is_not_the_best() => Assert.Equal("[1,0,null]", Run("""
        const all = [];
        for (const [first, second] of [[{ holds: false }, { holds: true }], [{ holds: true }, { diverged: 1 }], [{ holds: false }, { diverged: 1 }]]) {
          model.takeRanking({ rows: [{ rank: 1, trials: [0], ...first }, { rank: 2, trials: [1], ...second }] });
          model.choose();
          all.push(model.best?.number ?? null);
        }
        return all;
        """));

    [Fact]
    public void A_trial_that_came_later_and_is_beyond_a_ranking_that_was_cut_is_not_the_best() => Assert.Equal("1", Run("""
        model.byNumber.get(0).rank = null;
        model.takeRanking({ rows: [{ rank: 1, trials: [1] }] }, 1);
        model.choose();
        return model.best.number;
        """));

    [Fact]
    public void A_file_of_the_ranking_has_all_trials_of_a_configuration() =>
        Assert.Equal("\"3 5 8 13\"", new WebModule("pages/ranking.js").Run("""
        const columns = m.configurationColumns({ name: 'cells', known: { metric: 'loss', varying: [] } });
        const trials = columns.find(column => column.key === 'trials');
        return (trials.csv ?? trials.get)({ trials: [3, 5, 8, 13] });
        """).GetRawText());

    private string Run(string body) => module.Run(Begin + body).GetRawText();

    [Fact]
    public void Blocks_of_curves_are_read_as_the_server_writes_them()
    {
        // A header of JSON, its length before it, then epochs, then values; see docs/page.md.
        var header = """
            {"version":"s-1","metric":"loss","step":1,"points":3,"trials":[4,7],"attempt":[1,2],"count":[2,1],"left_out":0,"note":null}
            """;
        header = header.PadRight((header.Length + 4 + 3) / 4 * 4 - 4);
        var bytes = BitConverter.GetBytes(header.Length).Concat(System.Text.Encoding.UTF8.GetBytes(header))
            .Concat(new[] { 1f, 2f, 1f, 0.5f, 0.25f, 8f }.SelectMany(BitConverter.GetBytes));
        var result = new WebModule("base/api.js").Run($$"""
            globalThis.TextDecoder ??= class { decode(bytes) { return String.fromCharCode(...bytes); } };
            const curves = m.unpack(new Uint8Array([{{string.Join(',', bytes)}}]).buffer);
            return [...curves.byTrial].map(([trial, c]) => [trial, c.attempt, [...c.points]]);
            """);
        Assert.Equal("[[4,1,[1,0.5,2,0.25]],[7,2,[1,8]]]", result.GetRawText());
    }
}
