using Sweep.Contracts;

namespace Sweep.Silo.Security;

/// <summary>Where a secret may come from, first to last.</summary>
/// <param name="File">Absolute path that <c>--secret-file</c> names; null = not named.</param>
/// <param name="Variable">Value of <c>SWEEP_SECRET</c>; null or empty = not set.</param>
/// <param name="DefaultFile">Absolute path of the user's own secret.</param>
public sealed record SecretSources(string? File, string? Variable, string DefaultFile)
{
    public const string VariableName = "SWEEP_SECRET";

    internal const string HowToMake = "openssl rand -hex 32";

    /// <summary>The user's own secret: <c>$XDG_CONFIG_HOME/sweep/secret</c>, else <c>~/.config/sweep/secret</c>.</summary>
    public static string DefaultFileOf(Func<string, string?> variable) => Path.Combine(
        variable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
            : Path.Combine(variable("HOME") ?? "/", ".config"), "sweep", "secret");

    /// <summary>Prints no secret.</summary>
    public override string ToString() => $"{nameof(SecretSources)} {{ File = {File}, DefaultFile = {DefaultFile} }}";

    internal SweepRefusedException Missing(string? named) => new(
        $"""
        this cluster has no secret yet: {(named is null ? $"neither {VariableName} nor the file '{DefaultFile}' is there" : $"there is no file '{named}'")}. Make it once:
          (umask 077; mkdir -p '{Path.GetDirectoryName(named ?? DefaultFile)}'; {HowToMake} > '{named ?? DefaultFile}')
        and bring the same file to every node and client of the cluster, for example:
          scp -p '{named ?? DefaultFile}' OTHER:'{named ?? DefaultFile}'
        or give it to each as {VariableName}, or in another place with --secret-file
        """,
        isInputError: true);
}
