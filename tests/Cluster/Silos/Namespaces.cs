using System.Diagnostics;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>Two network namespaces joined by a virtual cable that can be cut: two machines as far as the network is concerned.</summary>
internal sealed class Namespaces : IDisposable
{
    private readonly string left = $"sweep{Environment.ProcessId}a";
    private readonly string right = $"sweep{Environment.ProcessId}b";

    private Namespaces()
    {
    }

    public static string LeftAddress => "10.231.7.1";

    public static string RightAddress => "10.231.7.2";

    /// <summary>Both with loopback and cable up; null where this user may not make any.</summary>
    public static Namespaces? TryMake()
    {
        var made = new Namespaces();
        var steps = new[]
        {
            $"netns add {made.left}", $"netns add {made.right}",
            $"-n {made.left} link add cable type veth peer name cable netns {made.right}",
            $"-n {made.left} addr add {LeftAddress}/24 dev cable", $"-n {made.right} addr add {RightAddress}/24 dev cable",
            $"-n {made.left} link set lo up", $"-n {made.right} link set lo up",
            $"-n {made.left} link set cable up", $"-n {made.right} link set cable up",
        };
        if (steps.All(Ip)) return made;
        made.Dispose();
        return null;
    }

    /// <summary>A command line that runs in the left namespace.</summary>
    public IReadOnlyList<string> Left(params IReadOnlyList<string> command) => ["ip", "netns", "exec", left, .. command];

    /// <summary>A command line that runs in the right namespace.</summary>
    public IReadOnlyList<string> Right(params IReadOnlyList<string> command) => ["ip", "netns", "exec", right, .. command];

    /// <summary>Everything between the two is lost without a word, as when a switch dies.</summary>
    public void Cut() => Ip($"-n {left} link set cable down");

    public void Mend() => Ip($"-n {left} link set cable up");

    public void Dispose()
    {
        Ip($"netns del {left}");
        Ip($"netns del {right}");
    }

    private static bool Ip(string arguments)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
