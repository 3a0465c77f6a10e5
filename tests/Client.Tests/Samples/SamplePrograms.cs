namespace Sweep.Client.Tests.Samples;

/// <summary>The programs under samples/, as this build has made them.</summary>
internal static class SamplePrograms
{
    /// <summary>Path of a sample's compiled assembly.</summary>
    /// <param name="name">Name of its project.</param>
    public static string Assembly(string name)
    {
        // artifacts/bin/<project>/<configuration>/
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + ".dll");
    }
}
