namespace Sweep.Client.Rendering;

/// <summary>Forms in which a verb gives its data.</summary>
public enum OutputFormat
{
    Table,
    Json,
    Csv,
}
