namespace Sweep.Page.Tests.Modules;

/// <summary>Pictures, without a browser: what they take from the model, and what the pointer does to them.</summary>
public sealed class PictureTests
{
    [Fact]
    public void Values_of_the_sweeps_metric_are_not_drawn_under_another_name() => Assert.Equal("[[1,2],[],[1,9]]", Run("curves", """
        const curves = Object.assign(Object.create(m.Curves.prototype), { model: { metric: 'loss' }, options: { metric: 'loss' }, others: null });
        const trial = { number: 4, curve: [1, 2] }, own = curves.curve(trial);
        curves.options.metric = 'accuracy';
        const early = curves.curve(trial);
        curves.others = new Map([[4, { points: [1, 9] }]]);
        return [own, early, curves.curve(trial)];
        """));

    [Fact]
    public void A_reason_steers_no_hint() => Assert.Equal("\"a·b\"", Run("slots", """
        const slots = Object.assign(Object.create(m.Slots.prototype), { at: () => 0, data: { trial: [1], attempt: [1], start: [0], end: [1],
          outcome: ['failed'], reason: ['a\u202eb'] } });
        return slots.hint(0, 0).at(-1);
        """));

    [Theory]
    // A hand that trembles by three pixels still clicks, and a click keeps one value.
    [InlineData("50, 53, 51", "[{\"values\":[\"gru\"]}]")]
    // A drag of more than four keeps what it covers, and also when it comes back.
    [InlineData("10, 90, 90", "[{\"values\":[\"rnn\",\"gru\",\"lstm\"]}]")]
    [InlineData("50, 90, 51", "[{\"values\":[\"gru\"]}]")]
    public void A_click_keeps_a_value_and_a_drag_what_it_covers(string places, string expected) => Assert.Equal(expected, Run("parcoords", $$"""
        const listeners = {}, brushed = [];
        const host = { setAttribute: () => {}, append: () => {}, classList: { toggle: () => {} }, setPointerCapture: () => {},
          addEventListener: (name, act) => { (listeners[name] ??= []).push(act); } };
        globalThis.document = { createElement: () => ({ setAttribute: () => {}, append: () => {}, getContext: () => ({}) }),
          addEventListener: () => {} };
        globalThis.addEventListener = () => {};
        globalThis.ResizeObserver = class { observe() {} };
        const model = { brushes: new Map() }, picture = new m.ParallelCoordinates(host, model, { y: 'linear' }, () => { brushed.push(1); });
        const scale = { kind: 'band', domain: ['rnn', 'gru', 'lstm'], step: 33, at: v => ['rnn', 'gru', 'lstm'].indexOf(v) * 33 + 17,
          invert: place => ['rnn', 'gru', 'lstm'][Math.floor(place / 33)] };
        Object.assign(picture, { margin: { left: 0, right: 0, top: 0, bottom: 0 }, width: 100, height: 100, names: ['cell'],
          scales: new Map([['cell', scale]]), placeOf: event => [50, event.y], hint: () => null, axisAt: () => 'cell' });
        const fire = (name, y) => listeners[name].at(-1)({ y, button: 0, pointerId: 1, preventDefault: () => {} });
        const [down, over, up] = [{{places}}];
        fire('pointerdown', down);
        fire('pointermove', over);
        fire('pointermove', up);
        const during = brushed.length;
        fire('pointerup', up);
        if (Math.abs(over - down) < 4 && during) throw new Error('a trembling click brushed');
        return [...model.brushes.values()];
        """));

    private static string Run(string picture, string body) => new WebModule($"pictures/{picture}.js").Run(body).GetRawText();
}
