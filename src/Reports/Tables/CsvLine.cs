using System.Globalization;
using System.Text;

namespace Sweep.Reports.Tables;

/// <summary>Fields of csv (RFC 4180) one after another; lines end with a line feed alone, absent values are empty,
/// an empty text is <c>""</c>.</summary>
public sealed class CsvLine(StringBuilder text)
{
    private bool isFirst = true;

    /// <summary>Ends the line.</summary>
    public void End()
    {
        text.Append('\n');
        isFirst = true;
    }

    /// <summary>A number.</summary>
    public void Append(long number) => Next().Append(number);

    /// <summary>A number, with as many digits as it takes to read it back.</summary>
    public void Append(double number) => Next().Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A text; an empty one is told apart from an absent one.</summary>
    public void AppendText(string field)
    {
        if (field.Length == 0) Next().Append("\"\"");
        else Append(field);
    }

    /// <summary>A field as it is, quoted where it must be.</summary>
    public void Append(string field)
    {
        if (field.AsSpan().ContainsAny(",\"\r\n"))
            Next().Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else Next().Append(field);
    }

    private StringBuilder Next()
    {
        if (!isFirst) text.Append(',');
        isFirst = false;
        return text;
    }
}
