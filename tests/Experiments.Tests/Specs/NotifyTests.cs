using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class NotifyTests
{
    private const string Address =
        "an address such as https://hooks.example.com/abc, or $SWEEP_NOTIFY_URL: the variable of the machine that runs the sweep";

    private const string Head = "name: t\nmethod: grid\nparameters: {epochs: 1}\nnotify: ";

    [Theory]
    [InlineData("https://hooks.example.com/a?b=c")]
    [InlineData("$SWEEP_NOTIFY_URL")]
    public void An_address_alone_is_told_everything(string to)
    {
        var rules = Good(Head + to).Notify!;

        Assert.Equal((to, TimeSpan.FromMinutes(15)), (rules.To, rules.StalledAfter));
        Assert.Equal([NoteKind.Finished, NoteKind.Failed, NoteKind.Stalled], rules.On);
    }

    [Fact]
    public void A_map_chooses_what_is_told_and_when()
    {
        var rules = Good(Head + "{url: $SWEEP_NOTIFY_LAB, on: [stalled, failed], stalled_after: 2h}").Notify!;

        Assert.Equal(("SWEEP_NOTIFY_LAB", TimeSpan.FromHours(2)), (rules.Variable, rules.StalledAfter));
        Assert.Equal([NoteKind.Stalled, NoteKind.Failed], rules.On);
    }

    [Fact]
    public void Without_the_key_nobody_is_told() => Assert.Null(Good("name: t\nmethod: grid\nparameters: {epochs: 1}").Notify);

    [Theory]
    [InlineData("me@example.com", "4:9 'notify' is " + Address + "; found the text 'me@example.com'")]
    [InlineData("$HOME", "4:9 'notify' is " + Address + "; found the text '$HOME'")]
    [InlineData("{url: 'file:///etc/passwd'}", "4:15 'notify.url' is " + Address + "; found the text 'file:///etc/passwd'")]
    [InlineData("{url: 'https://x.org', on: [done]}",
        "4:37 'notify.on' is a list of 'finished', 'failed' or 'stalled'; found the text 'done'")]
    [InlineData("{url: 'https://x.org', stalled_after: 5s}",
        "4:47 'notify.stalled_after' is a duration of at least a minute, such as 15m or 2h; found the text '5s'")]
    [InlineData("{on: [failed]}", "4:9 'notify' needs the key 'url': where notes go")]
    [InlineData("{url: 'https://x.org', onn: [failed]}",
        "4:32 unknown key 'onn' in 'notify'; did you mean 'on'? (keys: url, on, stalled_after)")]
    [InlineData("[a]", "4:9 'notify' is a map with the keys 'url', 'on' and 'stalled_after', found a list")]
    public void Rejects(string value, string error) => Assert.Equal([error], Errors(Head + value));
}
