using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Silo.Security;

namespace Sweep.Client.Clusters;

/// <summary>Where a command takes the cluster's secret from.</summary>
internal static class Secrets
{
    /// <param name="context">The surroundings.</param>
    /// <param name="file">Absolute path of <c>--secret-file</c>; null = the environment or the standard place.</param>
    /// <param name="isLoopback">True when only this machine can connect: then a missing secret is made, in the standard place.</param>
    /// <exception cref="UserException">Bad input: there is none, or it cannot be used; the message says how to make one.</exception>
    public static ClusterSecret Of(CliContext context, string? file, bool isLoopback)
    {
        try
        {
            return ClusterSecret.LoadOrCreate(new SecretSources(file, context.Variable(SecretSources.VariableName), SecretSources.DefaultFileOf(context.Variable)), isLoopback);
        }
        catch (SweepRefusedException e)
        {
            throw UserException.BadInput(e.Message);
        }
    }
}
