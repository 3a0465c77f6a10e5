using Sweep.Client.Tests.Architecture;

namespace Sweep.Client.Tests.Given;

/// <summary>Compares output with a committed text. With SWEEP_ACCEPT=1 the text is written instead,
/// to be read before it is committed.</summary>
internal static class Verified
{
    public static void Matches(string name, object actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "Client.Tests", "Verified", name + ".txt");
        if (Environment.GetEnvironmentVariable("SWEEP_ACCEPT") == "1") File.WriteAllText(path, actual.ToString());
        Assert.Equal(File.ReadAllText(path), actual.ToString());
    }
}
