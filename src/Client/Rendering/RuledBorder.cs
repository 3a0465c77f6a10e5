using Spectre.Console.Rendering;

namespace Sweep.Client.Rendering;

/// <summary>A border that is only a rule under the headings, so that a table can be read, copied and cut by column.</summary>
internal sealed class RuledBorder : Spectre.Console.TableBorder
{
    public static RuledBorder Instance { get; } = new();

    public override string GetPart(TableBorderPart part) => part switch
    {
        TableBorderPart.HeaderBottom => "─",
        _ => "",
    };
}
