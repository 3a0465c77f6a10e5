namespace Sweep.Page.Tests.Modules;

/// <summary>A sweep that is open in a tab: when it asks again, and when its address follows.</summary>
public sealed class SessionTests
{
    /// <summary>A clock, timers, a document and an address that the test moves.</summary>
    private const string Begin = """
        let now = 0, seen = null, actions = 0;
        const timers = [], written = [];
        globalThis.performance = { now: () => now };
        globalThis.document = { hidden: false, addEventListener: (_, act) => { seen = act; } };
        globalThis.setTimeout = (act, ms) => timers.push({ act, ms });
        globalThis.clearTimeout = () => {};
        globalThis.location = { pathname: '/s/cells', search: '?by=cell', hash: '' };
        globalThis.history = { state: null, replaceState: (state, title, path) => written.push(path) };
        const settle = async () => { for (let i = 0; i < 20; i++) await null; };
        """;

    private readonly WebModule session = new("base/session.js");

    [Fact]
    public void It_never_asks_twice_at_a_time_and_waits_from_the_answer_on() => Assert.Equal("[1,1,2,100,2]", Run("""
        let answer;
        const call = m.seldom(100, () => { actions++; return new Promise(done => { answer = done; }); });
        call();
        call();
        timers[0].act();
        call();
        const during = timers.length, first = actions;
        now = 500;
        answer();
        await settle();
        timers[1].act();
        return [first, during, timers.length, timers[1].ms, actions];
        """));

    [Fact]
    public void A_page_that_nobody_sees_asks_when_it_is_seen_again() => Assert.Equal("[0,1]", Run("""
        const call = m.seldom(100, () => { actions++; });
        document.hidden = true;
        call();
        timers[0].act();
        const unseen = actions;
        document.hidden = false;
        seen();
        return [unseen, actions];
        """));

    [Theory]
    // The first stream may begin after trials were read.
    [InlineData("'s1-5'", 0)]
    [InlineData("'s1-6'", 1)]
    // A later one tells what came since, so that only another server is asked for all.
    [InlineData("'s1-5', 's1-9'", 0)]
    [InlineData("'s1-5', 's2-1'", 1)]
    public void All_is_read_anew_only_when_the_stream_does_not_tell_what_came(string versions, int reloads) =>
        Assert.Equal($"{reloads}", Run($$"""
        const open = new m.Session('cells');
        open.model = { version: 's1-5' };
        open.reloadSoon = () => { actions++; };
        for (const version of [{{versions}}]) open.hello({ server: version.slice(0, 2), version });
        return actions;
        """));

    [Fact]
    public void An_older_answer_never_replaces_a_newer_one() => Assert.Equal("[\"second\"]", Run("""
        const answers = [], taken = [];
        const ask = m.newest(() => new Promise(done => { answers.push(done); }), answer => taken.push(answer));
        ask();
        ask();
        answers[1]('second');
        answers[0]('first');
        await settle();
        return taken;
        """));

    [Fact]
    public void A_failure_of_an_older_question_is_not_told() => Assert.Equal("[\"second\",\"last\"]", Run("""
        const answers = [], told = [];
        const ask = m.newest(() => new Promise((done, fail) => { answers.push({ done, fail }); }), answer => told.push(answer));
        for (let i = 0; i < 3; i++) ask().catch(error => told.push(error.message));
        answers[0].fail(new Error('first'));
        answers[2].done('second');
        await settle();
        ask().catch(error => told.push(error.message));
        answers[1].fail(new Error('between'));
        answers[3].fail(new Error('last'));
        await settle();
        return told;
        """));

    [Fact]
    public void A_choice_is_shown_first_and_comes_into_the_address_after_the_last_one() =>
        Assert.Equal("[2,0,[\"/s/cells?b.lr=[1~2]&by=cell\"]]", Run("""
        const open = new m.Session('cells');
        open.model = { choose: () => {}, brushes: new Map([['lr', { from: 1, to: 2 }]]) };
        open.on(() => { actions++; }, { addEventListener: () => {} });
        open.chosen();
        open.chosen();
        const before = written.length;
        timers.at(-1).act();
        open.writeAddress();
        return [actions, before, written];
        """));

    private string Run(string body) => session.Run(Begin + body).GetRawText();
}
