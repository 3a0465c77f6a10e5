namespace Sweep.Client.Tests.Given;

/// <summary>What a command gave.</summary>
internal sealed record Said(int Code, string Out, string Error)
{
    /// <summary>Both streams and the exit code as one text, for comparison with a committed one.</summary>
    public override string ToString() => $"{Out}--- stderr\n{Error}--- exit {Code}\n";
}
