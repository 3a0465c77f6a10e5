namespace Sweep.Figures.Tests.Given;

/// <summary>Texts that would do harm if they were taken for more than text.</summary>
internal static class Hostile
{
    /// <summary>Markup, a terminal's escape, a mark that turns the direction of writing, half a character.</summary>
    public const string Text = "<script>alert('1')</script>&\"]]>\u001b[31m\u202egru\0";
}
