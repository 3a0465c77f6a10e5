using System.CommandLine;

namespace Sweep.Client.Cli;

/// <summary>One verb of the command line.</summary>
internal interface IVerb
{
    /// <summary>The verb's command with its options, help, and an action that gives the exit code.</summary>
    Command Build(CliContext context);
}
