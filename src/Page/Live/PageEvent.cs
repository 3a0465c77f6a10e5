namespace Sweep.Page.Live;

/// <summary>One event of a stream.</summary>
/// <param name="Name">Its kind: <c>hello</c>, <c>changes</c>.</param>
/// <param name="Id">The version that whoever has it knows all of; null = it adds nothing to what is known.</param>
/// <param name="Data">JSON on one line.</param>
internal sealed record PageEvent(string Name, string? Id, string Data)
{
    /// <summary>As it is sent (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
    public string Text => $"event: {Name}\n{(Id is null ? "" : $"id: {Id}\n")}data: {Data}\n\n";
}

/// <summary>A moment in what a feed has seen: <c>k3f9a1-41</c>.</summary>
/// <param name="Feed">Which feed; another one has seen other moments.</param>
/// <param name="Number">Number of the moment, from 0.</param>
internal readonly record struct FeedVersion(string Feed, long Number)
{
    public override string ToString() => $"{Feed}-{Number}";

    /// <summary>Reads one; null when the text is none.</summary>
    public static FeedVersion? Parse(string? text)
    {
        var dash = text?.LastIndexOf('-') ?? -1;
        return dash > 0 && long.TryParse(text.AsSpan(dash + 1), out var number) ? new FeedVersion(text![..dash], number) : null;
    }
}
