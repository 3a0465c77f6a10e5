namespace Sweep.Client.Tests.Architecture;

/// <summary>Arrows between rooms point one way, and docs/architecture.md shows all there are: it is the list of what is allowed.</summary>
public sealed class ArrowTests
{
    private const string WayOut =
        $"""
        Ways out: move the type that pulls across to the folder that it belongs to (git mv, namespace, usings); hand in what it needs by constructor;
        or, if the arrow is right, write it into the block of {HouseMap.Page} (SWEEP_ACCEPT=1 writes all there are).
        """;

    private static HouseMap Allowed => HouseMap.Parse(HouseMap.OnPage(References.All.Map));

    public static TheoryData<string> Shipped => [.. SolutionProject.All.Where(p => p.IsShipped).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void No_folder_uses_another_without_leave(string project)
    {
        var trespass = Trespass(project, Allowed);

        Assert.True(trespass is null, trespass);
    }

    [Fact]
    public void No_project_uses_another_without_leave()
    {
        var missing = References.All.Map.Projects.Arrows.Except(Allowed.Projects.Arrows);

        Assert.True(!missing.Any(), $"{string.Join("; ", missing)}: not on the map.\n{WayOut}");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Folders_use_each_other_in_one_direction(string project)
    {
        var tangled = References.All.Map.Folders[project].Tangled;

        Assert.True(tangled.Count == 0,
            $"{project}: {string.Join(", ", tangled)} use each other in a circle, or use such folders.\n{WayOut}");
    }

    [Fact]
    public void Projects_use_each_other_in_one_direction() => Assert.Empty(References.All.Map.Projects.Tangled);

    [Fact]
    public void The_page_shows_every_project_of_the_solution_with_its_arrows_and_no_others()
    {
        var (found, expected) = (HouseMap.OnPage(References.All.Map), References.All.Map.ToString());

        Assert.True(found == expected,
            $"{HouseMap.Page} shows other rooms or arrows than there are (SWEEP_ACCEPT=1 writes this into it):\n{expected}");
    }

    [Fact]
    public void Every_project_file_belongs_to_the_solution()
    {
        var files = new[] { "src", "tests", "bench", "samples" }.SelectMany(top =>
            Directory.GetFiles(Path.Combine(Repository.Root, top), "*.csproj", SearchOption.AllDirectories));

        Assert.Equal(
            files.Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal),
            SolutionProject.All.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        var astray =
            from project in SolutionProject.All
            from file in project.Sources
            let found = SolutionProject.NamespaceIn(File.ReadAllText(file))
            let folder = Path.GetRelativePath(project.Folder, Path.GetDirectoryName(file)!)
            let expected = folder == "." ? project.RootNamespace : $"{project.RootNamespace}.{folder.Replace('/', '.')}"
            // Top-level statements and attributes of the assembly have none.
            where found != expected && (found.Length > 0 || folder != ".")
            select $"{Path.GetRelativePath(Repository.Root, file)}: expected namespace {expected}, found '{found}'";

        Assert.Empty(astray);
    }

    [Fact]
    public void A_trespass_names_the_types_and_the_way_out()
    {
        var arrow = References.All.Map.Folders["src/Silo"].Arrows.First();
        var withoutIt = HouseMap.Parse(References.All.Map.ToString().Replace($"  {arrow.User} ", "  Nobody ", StringComparison.Ordinal));

        var said = Trespass("src/Silo", withoutIt);

        Assert.Contains($"src/Silo: {arrow} is not on the map\n", said, StringComparison.Ordinal);
        Assert.Contains($"  Sweep.Silo.{arrow.User}.", said, StringComparison.Ordinal);
        Assert.Contains($" uses Sweep.Silo.{arrow.Used}.", said, StringComparison.Ordinal);
        Assert.EndsWith(WayOut, said);
    }

    [Fact]
    public void A_circle_is_found_wherever_it_begins()
    {
        var rooms = new Rooms(["top", "a", "b", "base"], [new("a", "b"), new("b", "a"), new("top", "a"), new("a", "base")]);

        Assert.Equal(["base"], rooms.Ordered);
        Assert.Equal(["a", "b", "top"], rooms.Tangled);
    }

    /// <summary>What a project does that a map does not show; null when it does nothing of the kind.</summary>
    private static string? Trespass(string project, HouseMap map)
    {
        var missing = References.All.Map.Folders[project].Arrows.Except(map.Folders.GetValueOrDefault(project)?.Arrows
            ?? new HashSet<Arrow>()).ToList();
        var lines = missing.Select(arrow =>
            $"{project}: {arrow} is not on the map\n{string.Concat(References.All.Why(project, arrow).Select(why => $"  {why}\n"))}");
        return missing.Count == 0 ? null : string.Concat(lines) + WayOut;
    }
}
