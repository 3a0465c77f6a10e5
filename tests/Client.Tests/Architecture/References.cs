using System.Text.RegularExpressions;

namespace Sweep.Client.Tests.Architecture;

/// <summary>Who uses whom: by project files, by compiled assemblies, and by the using lines of the sources,
/// which tell of constants, too.</summary>
internal sealed partial class References
{
    private readonly List<(string Project, Arrow Arrow, string Why)> folders = [];

    private References()
    {
        foreach (var project in SolutionProject.All.Where(p => p.IsShipped)) folders.AddRange(Compiled(project).Concat(Written(project)));
        Map = new HouseMap(
            HouseMap.Between([.. SolutionProject.All.SelectMany(Projects)]),
            folders.GroupBy(f => f.Project).ToDictionary(p => p.Key, p => HouseMap.Between([.. p.Select(f => f.Arrow)])));
    }

    /// <summary>Read once: it takes seconds.</summary>
    public static References All { get; } = new();

    public HouseMap Map { get; }

    /// <summary>The types and lines that an arrow between folders is there for.</summary>
    public IReadOnlyList<string> Why(string project, Arrow arrow) =>
        [.. folders.Where(f => f.Project == project && f.Arrow == arrow).Select(f => f.Why)];

    /// <summary>Names of the assemblies that a shipped project was compiled against and uses.</summary>
    public static IReadOnlyList<string> AssembliesOf(SolutionProject project) => TypeReferences.Assemblies(Path(project));

    private static IEnumerable<Arrow> Projects(SolutionProject project)
    {
        var used = project.IsShipped ? AssembliesOf(project) : [];
        return SolutionProject.All
            .Where(other => other == project || project.Declared.Contains(other.Name) || used.Contains(other.Assembly))
            .Select(other => new Arrow(project.Name, other.Name));
    }

    private static IEnumerable<(string, Arrow, string)> Compiled(SolutionProject project) =>
        from pair in TypeReferences.In(Path(project))
        let user = project.FolderOf(pair.User)
        let used = project.FolderOf(pair.Used)
        where user is not null && used is not null
        select (project.Name, new Arrow(user, used), $"{pair.User} uses {pair.Used}");

    private static IEnumerable<(string, Arrow, string)> Written(SolutionProject project) =>
        from file in project.Sources
        let text = File.ReadAllText(file)
        let user = project.FolderOf(SolutionProject.NamespaceIn(text) + ".")
        where user is not null
        from Match line in Using().Matches(text)
        let used = project.FolderOf(line.Groups[1].Value + ".")
        where used is not null and not "."
        select (project.Name, new Arrow(user, used), $"{System.IO.Path.GetRelativePath(Repository.Root, file)} says '{line.Value}'");

    private static string Path(SolutionProject project)
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, project.Assembly + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"no {path}: {project.Name} is compiled into no program; reference it from tests/Client.Tests/Sweep.Client.Tests.csproj");
    }

    [GeneratedRegex(@"^using (?:static |\w+ = )?(Sweep\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
