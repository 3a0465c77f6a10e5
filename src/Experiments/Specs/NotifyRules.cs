using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>What of a sweep is worth a note.</summary>
public enum NoteKind
{
    /// <summary>No trial is left to run.</summary>
    Finished,

    /// <summary>It paused by itself, because trials fail all in one way, or whoever runs it gave up.</summary>
    Failed,

    /// <summary>It runs, and nothing has been reported for some time.</summary>
    Stalled,
}

/// <summary>Whom a sweep sends notes (<c>notify</c>).</summary>
/// <param name="To">An address (http or https), or <c>$SWEEP_NOTIFY_...</c>: the variable of the node that has it.</param>
/// <param name="On">What is told; default all.</param>
/// <param name="StalledAfter">How long nothing is reported before that is told; at least a minute, default 15 minutes.</param>
public sealed record NotifyRules(string To, IReadOnlyList<NoteKind> On, TimeSpan StalledAfter)
{
    /// <summary>Beginning of the names of the variables that may have an address.</summary>
    public const string Variables = "SWEEP_NOTIFY";

    /// <summary>The variable that has the address; null = <see cref="To"/> is it.</summary>
    public string? Variable => To.StartsWith('$') ? To[1..] : null;

    /// <summary>True for an address that notes can be sent to.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}

/// <summary>Reads <c>notify</c>: an address, or a map with <c>url</c>, <c>on</c> and <c>stalled_after</c>.</summary>
internal sealed class NotifyReader(SpecErrors errors)
{
    private const string Key = "notify";
    private const string Expected =
        "an address such as https://hooks.example.com/abc, or $SWEEP_NOTIFY_URL: the variable of the machine that runs the sweep";

    private static readonly NoteKind[] All = Enum.GetValues<NoteKind>();

    /// <summary>Whom to notify; nobody can be where programs of the user's own run the trials.</summary>
    public NotifyRules? Read(KeyReader root, bool isAsked)
    {
        if (root.Node(Key) is not { } node) return null;
        if (isAsked)
            errors.Add(root.At(Key), $"'{Key}' tells of what runs the trials, and here that is a program of yours: remove it");
        if (node is YamlScalar) return To(root, Key) is { } to ? new(to, All, Patience(null)) : null;
        var keys = root.Section(Key, "the keys 'url', 'on' and 'stalled_after'");
        if (keys is null) return null;
        keys.RefuseOthers(["url", "on", "stalled_after"], $"'{Key}'");
        keys.Require("url", ["url"], $"'{Key}' needs the key 'url': where notes go");
        var url = keys.Node("url") is null ? null : To(keys, "url");
        var (on, patience) = (On(keys), Patience(keys));
        return url is null ? null : new(url, on, patience);
    }

    private string? To(KeyReader keys, string key)
    {
        if (keys.Text(key) is not { } text) return null;
        if (NotifyRules.IsAddress(text) || IsVariable(text)) return text;
        errors.Add(keys.Node(key)!.At, $"'{(key == Key ? Key : $"{Key}.{key}")}' is {Expected}; found {keys.Node(key)!.Describe()}");
        return null;
    }

    private static bool IsVariable(string text) => text.StartsWith($"${NotifyRules.Variables}", StringComparison.Ordinal)
        && text.Skip(1).All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private NoteKind[] On(KeyReader keys)
    {
        if (keys.Node("on") is not { } node) return All;
        var words = All.Select(kind => kind.SnakeCase()).ToList();
        var found = new List<NoteKind>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            var index = item is YamlScalar scalar ? words.IndexOf(scalar.Text) : -1;
            if (index >= 0) found.Add(All[index]);
            else errors.Add(item.At, $"'{Key}.on' is a list of {KeyReader.Either(words)}; found {item.Describe()}");
        }

        return [.. found.Distinct()];
    }

    private TimeSpan Patience(KeyReader? keys)
    {
        var standard = TimeSpan.FromMinutes(15);
        if (keys?.Node("stalled_after") is not { } node) return standard;
        if (node is YamlScalar scalar && Quantity.Duration(scalar.Text) is { } time && time >= TimeSpan.FromMinutes(1)) return time;
        errors.Add(node.At, $"'{Key}.stalled_after' is a duration of at least a minute, such as 15m or 2h; found {node.Describe()}");
        return standard;
    }
}
