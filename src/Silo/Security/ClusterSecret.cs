using System.Text;
using Sweep.Contracts;

namespace Sweep.Silo.Security;

/// <summary>What every node and client of a cluster knows and nobody else. Never printed and never sent: connections prove it.</summary>
public sealed class ClusterSecret
{
    /// <summary>Shortest secret, in bytes.</summary>
    public const int MinBytes = 16;

    /// <summary>Longest secret, in bytes: what is longer is the wrong file.</summary>
    public const int MaxBytes = 4096;

    private readonly Lazy<ClusterKey> key;

    private ClusterSecret(byte[] text) => key = new(() => ClusterKey.Derive(text));

    /// <summary>What is derived from the secret to prove it; the first look takes 0.02 s.</summary>
    internal ClusterKey Key => key.Value;

    /// <summary>Takes a secret from text; white space around it does not count, because editors and <c>echo</c> add it.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="SweepRefusedException">Input error: too short or too long. The message holds nothing of the secret.</exception>
    public static ClusterSecret From(ReadOnlySpan<byte> text, string source) => text.Trim(" \t\r\n"u8) switch
    {
        { Length: < MinBytes } inner => throw new SweepRefusedException(
            $"the cluster's secret in {source} is too short: expected at least {MinBytes} bytes, found {inner.Length}. Make one with: " +
                $"{SecretSources.HowToMake}", isInputError: true),
        { Length: > MaxBytes } inner => throw new SweepRefusedException(
            $"the cluster's secret in {source} is too long: expected at most {MaxBytes} bytes, found {inner.Length} (another file?)",
            isInputError: true),
        var inner => new ClusterSecret(inner.ToArray()),
    };

    public static ClusterSecret From(string text, string source) => From(Encoding.UTF8.GetBytes(text), source);

    /// <summary>The secret of this machine's user: from the named file, else the variable, else the default file.</summary>
    /// <param name="isLoopback">True when only this machine can connect:
    /// then a missing secret is made in the default file, because nobody else needs to know it.</param>
    /// <exception cref="SweepRefusedException">Input error: there is none (the message says how to make one and bring it to every node),
    /// others can read the file, or it cannot be used.</exception>
    public static ClusterSecret LoadOrCreate(SecretSources sources, bool isLoopback) =>
        sources.File is { } named ? SecretFile.Read(named) ?? throw sources.Missing(named)
        : sources.Variable is { Length: > 0 } variable ? From(variable, SecretSources.VariableName)
        : SecretFile.Read(sources.DefaultFile) ?? (isLoopback ? SecretFile.Create(sources.DefaultFile) : throw sources.Missing(null));

    public override string ToString() => "(a cluster's secret)";
}
