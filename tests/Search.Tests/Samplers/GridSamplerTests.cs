using CsCheck;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers;

public sealed class GridSamplerTests
{
    [Fact]
    public void Walks_in_file_order_with_the_last_parameter_fastest()
    {
        var grid = new GridSampler(Space([List("a", 1, 2), List("b", 1, 2, 3)]));

        Assert.Equal(["a=1 b=1", "a=1 b=2", "a=1 b=3", "a=2 b=1", "a=2 b=2", "a=2 b=3"], Texts(grid));
        Assert.Equal(6, grid.Count);
        Assert.Null(grid.Suggest(6, SearchHistory.Empty));
        Assert.False(grid.IsAdaptive);
    }

    [Fact]
    public void A_parameter_that_is_switched_off_is_absent_and_makes_no_duplicates()
    {
        var grid = new GridSampler(Space([List("cell", 1, 2), List("only1", 7, 8) with { When = [When("cell", 1)] }, List("z", 0)]));

        Assert.Equal(["cell=1 only1=7 z=0", "cell=1 only1=8 z=0", "cell=2 z=0"], Texts(grid));
        Assert.Equal(3, grid.Count);
    }

    [Fact]
    public void What_hangs_on_a_parameter_that_is_switched_off_is_off_too()
    {
        var grid = new GridSampler(Space(
        [
            List("child", 5, 6) with { When = [When("parent", 1)] },
            List("parent", 1, 2) with { When = [When("root", 1)] },
            List("root", 1, 2),
        ]));

        Assert.Equal(["child=5 parent=1 root=1", "root=2", "parent=2 root=1", "child=6 parent=1 root=1"], Texts(grid));
    }

    [Fact]
    public void Constraints_take_configurations_away()
    {
        var grid = new GridSampler(Space([List("layers", 1, 2, 4), List("hidden", 256, 512)], "layers * hidden <= 512"));

        Assert.Equal(["layers=1 hidden=256", "layers=1 hidden=512", "layers=2 hidden=256"], Texts(grid));
    }

    [Fact]
    public void Refuses_a_space_without_end_and_one_too_large_to_walk()
    {
        Assert.Throws<ArgumentException>(() => new GridSampler(Space([Uniform("lr")])));
        Assert.Throws<ArgumentException>(() => new GridSampler(Space([.. "abcdefg".Select(c => Range(c.ToString(), 1, 10))])));
    }

    [Fact]
    public void Covers_the_product_exactly_once() =>
        Gen.Int[1, 5].Array[1, 5].Sample(sizes =>
        {
            var grid = new GridSampler(Space([.. sizes.Select((size, i) => Range($"p{i}", 1, size))]));

            var all = Texts(grid);

            Assert.Equal(sizes.Aggregate(1, (product, size) => product * size), all.Length);
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(all.Length, grid.Count);
            Assert.All(All(grid), config =>
                Assert.All(sizes.Select((size, i) => (size, i)), p => Assert.InRange(config[$"p{p.i}"]!.GetValue<int>(), 1, p.size)));
        });

    [Fact]
    public void With_conditions_gives_the_distinct_configurations_of_the_product_exactly_once() =>
        ConditionalSpace.Sample(space =>
        {
            var grid = new GridSampler(space);

            var all = Texts(grid);

            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(ByBruteForce(space), all.ToHashSet());
        });

    // Every combination with the parameters that do not exist there left out, as a set.
    private static HashSet<string> ByBruteForce(SearchSpace space)
    {
        IEnumerable<int[]> combinations = [[]];
        foreach (var parameter in space.Parameters)
        {
            combinations = combinations.SelectMany(head =>
                Enumerable.Range(0, (int)parameter.Domain.Count!.Value).Select(i => head.Append(i).ToArray()));
        }

        return [.. combinations.Select(index => Text(space, index))];
    }

    private static string Text(SearchSpace space, int[] index)
    {
        var chosen = space.Parameters.Select((parameter, i) => (parameter, Value: parameter.Domain.Item(index[i])!))
            .ToDictionary(pair => pair.parameter.Name);
        bool Exists(SpaceParameter parameter) =>
            parameter.When.All(clause => Exists(chosen[clause.Parent].parameter)
                && clause.Values.Any(value => value!.ToString() == chosen[clause.Parent].Value.ToString()));
        return string.Join(' ', space.Parameters.Where(Exists).Select(parameter => $"{parameter.Name}={chosen[parameter.Name].Value}"));
    }
}
