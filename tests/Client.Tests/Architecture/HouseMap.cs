using System.Text;

namespace Sweep.Client.Tests.Architecture;

/// <summary>Which project uses which, and inside each shipped project which folder uses which.</summary>
/// <param name="Projects">Projects by their folder: <c>src/Silo</c>, <c>bench</c>.</param>
/// <param name="Folders">Folders of each shipped project; <c>.</c> stands for the files directly in it.</param>
internal sealed record HouseMap(Rooms Projects, IReadOnlyDictionary<string, Rooms> Folders)
{
    /// <summary>Where people read it.</summary>
    public const string Page = "docs/architecture.md";

    private const string Begin = "<!-- arrows -->\n```text\n";
    private const string End = "```\n<!-- /arrows -->";
    private const string Sign = " → ";
    private const string Note = "  (these use each other in a circle, or use such folders)";
    private const int Column = 24;

    /// <summary>The text of the page between the marks. With SWEEP_ACCEPT=1 the map is written there first.</summary>
    /// <param name="actual">The map as the references say it.</param>
    public static string OnPage(HouseMap actual)
    {
        var path = Path.Combine(Repository.Root, Page);
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (begin < Begin.Length || end < begin)
            throw new InvalidOperationException(
            $"expected in {Page} a text block between <!-- arrows --> and <!-- /arrows -->, found none");
        if (Environment.GetEnvironmentVariable("SWEEP_ACCEPT") != "1") return text[begin..end];
        File.WriteAllText(path, text[..begin] + actual + text[end..]);
        return actual.ToString();
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static HouseMap Parse(string text)
    {
        var project = "";
        var (projects, folders) = (new List<Arrow>(), new Dictionary<string, List<Arrow>>());
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != Note))
        {
            var (room, used) = line.Split(Sign) is [var left, var right] ? (left.Trim(), right.Split(", ")) : (line.Trim(), []);
            if (!line.StartsWith(' ')) folders.Add(project = room, []);
            // An arrow to itself only says that the room is there.
            (line.StartsWith(' ') ? folders[project] : projects).AddRange(used.Append(room).Select(other => new Arrow(room, other)));
        }

        return new HouseMap(Between(projects), folders.ToDictionary(p => p.Key, p => Between(p.Value)));
    }

    /// <summary>Rooms from arrows, among which each room has one to itself.</summary>
    public static Rooms Between(IReadOnlyCollection<Arrow> arrows) => new(arrows.Select(a => a.User), arrows.Where(a => a.User != a.Used));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var project in Projects.Ordered.Concat(Projects.Tangled).OrderBy(p => !Folders.ContainsKey(p)))
        {
            Write(text, project, Projects.UsedBy(project));
            if (!Folders.TryGetValue(project, out var folders)) continue;
            foreach (var folder in folders.Ordered) Write(text, "  " + folder, folders.UsedBy(folder));
            if (folders.Tangled.Count > 0) text.Append(Note).Append('\n');
            foreach (var folder in folders.Tangled) Write(text, "  " + folder, folders.UsedBy(folder));
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string room, IEnumerable<string> used)
    {
        var list = string.Join(", ", used);
        text.Append(list.Length == 0 ? room : room.PadRight(Column) + Sign + list).Append('\n');
    }
}
