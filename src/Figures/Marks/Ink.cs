namespace Sweep.Figures.Marks;

/// <summary>A colour by its role. What it is on light and on dark paper, <see cref="Palette"/> says.</summary>
/// <param name="Role">The role.</param>
/// <param name="Number">Which one, for roles that have several.</param>
public readonly record struct Ink(InkRole Role, int Number = 0)
{
    /// <summary>Words that must be read.</summary>
    public static Ink Text => new(InkRole.Text);

    /// <summary>Words that explain.</summary>
    public static Ink Muted => new(InkRole.Muted);

    /// <summary>Lines of the grid.</summary>
    public static Ink Grid => new(InkRole.Grid);

    /// <summary>Axes.</summary>
    public static Ink Axis => new(InkRole.Axis);

    /// <summary>The paper.</summary>
    public static Ink Paper => new(InkRole.Paper);

    /// <summary>One of very many.</summary>
    public static Ink Faint => new(InkRole.Faint);

    /// <summary>What went wrong.</summary>
    public static Ink Bad => new(InkRole.Bad);

    /// <summary>What is best.</summary>
    public static Ink Good => new(InkRole.Good);

    /// <summary>One of a few things that are told apart.</summary>
    /// <param name="number">Which one; beyond the last colour they begin anew.</param>
    public static Ink Series(int number) => new(InkRole.Series, number % Palette.Series);

    /// <summary>A share on a scale from worst to best.</summary>
    /// <param name="share">0 = worst, 1 = best.</param>
    public static Ink Heat(double share) => new(InkRole.Heat, (int)Math.Round(Math.Clamp(share, 0, 1) * (Palette.Heats - 1)));
}

/// <summary>What a colour is for.</summary>
public enum InkRole
{
    /// <summary>The paper.</summary>
    Paper,

    /// <summary>Words that must be read.</summary>
    Text,

    /// <summary>Words that explain.</summary>
    Muted,

    /// <summary>Lines of the grid.</summary>
    Grid,

    /// <summary>Axes.</summary>
    Axis,

    /// <summary>One of very many.</summary>
    Faint,

    /// <summary>What went wrong.</summary>
    Bad,

    /// <summary>What is best.</summary>
    Good,

    /// <summary>One of a few.</summary>
    Series,

    /// <summary>A share on a scale.</summary>
    Heat,
}
