namespace Sweep.Page.Tests.Modules;

/// <summary>The page of a trial, without a browser.</summary>
public sealed class TrialTests
{
    [Fact]
    public void Going_to_another_stream_and_back_leaves_one_loop_that_reads_it() =>
        Assert.Equal("[3,1,\"third\"]", new WebModule("pages/trial.js").Run("""
        const made = [], answers = [], timers = new Map();
        const make = () => {
          const element = { children: [], append: (...list) => element.children.push(...list),
            setAttribute: () => {}, getAttribute: () => null, addEventListener: (name, act) => { element[name] = act; } };
          made.push(element);
          return element;
        };
        globalThis.document = { createElement: make, createElementNS: make };
        globalThis.location = { pathname: '/s/cells/trials/3', search: '', hash: '' };
        globalThis.history = { replaceState: () => {} };
        const ask = () => new Promise(done => { answers.push(text => done({ text, next: 1, live: true })); });
        globalThis.setTimeout = act => { timers.set(timers.size + 1, act); return timers.size; };
        globalThis.clearTimeout = timer => timers.delete(timer);
        const output = m.outputCard({ name: 'cells', ask }, 3, { addEventListener: () => {} });
        const press = text => made.find(e => e.children.includes(text)).click();
        output.load();
        press('errors');
        press('output');
        for (const [i, text] of ['first', 'second', 'third'].entries()) answers[i](text);
        for (let i = 0; i < 40; i++) await null;
        return [answers.length, timers.size, made.find(e => e.textContent && e.textContent !== 'live')?.textContent];
        """).GetRawText());
}
