namespace Sweep.Client.Hosting;

/// <summary>A home for a user who has none, such as a container's user id without a name.</summary>
internal static class HomeFolder
{
    private const string Variable = "HOME";

    /// <summary>.NET looks for certificates in the user's home whenever it speaks TLS, wanted or not, and fails where it finds no home.</summary>
    public static void Give()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }) return;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Environment.SetEnvironmentVariable(Variable, home.Length > 0 ? home : "/");
    }
}
