using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class DataFolderTests
{
    [Fact]
    public void SWEEP_DATA_comes_first() =>
        Assert.Equal("/data/sweep", Find(("SWEEP_DATA", "/data/sweep"), ("XDG_CACHE_HOME", "/cache"), ("HOME", "/home/ada")));

    [Fact]
    public void The_cache_folder_of_the_desktop_comes_next() =>
        Assert.Equal("/cache/sweep", Find(("XDG_CACHE_HOME", "/cache"), ("HOME", "/home/ada")));

    [Fact]
    public void Then_the_hidden_cache_folder_at_home() => Assert.Equal("/home/ada/.cache/sweep", Find(("HOME", "/home/ada")));

    [Fact]
    public void Empty_variables_count_as_absent() =>
        Assert.Equal("/home/ada/.cache/sweep", Find(("SWEEP_DATA", ""), ("XDG_CACHE_HOME", ""), ("HOME", "/home/ada")));

    private static string Find(params (string Name, string Value)[] environment) =>
        DataFolder.Find(name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
