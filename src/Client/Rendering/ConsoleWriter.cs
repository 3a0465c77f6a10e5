using System.Text;
using Sweep.Contracts.Text;

namespace Sweep.Client.Rendering;

/// <summary>The only way to a standard stream. Whatever is written is one line, and shows as itself (<see cref="Printable"/>); what must
/// pass in another way asks for it by name.</summary>
public sealed class ConsoleWriter : TextWriter
{
    private readonly TextWriter stream;
    private readonly Func<string, string> show;

    public ConsoleWriter(TextWriter stream)
        : this(stream, Printable.Line)
    {
    }

    private ConsoleWriter(TextWriter stream, Func<string, string> show)
        : base(stream.FormatProvider) => (this.stream, this.show) = (stream, show);

    /// <summary>A stream that keeps nothing.</summary>
    public static new ConsoleWriter Null => new(TextWriter.Null);

    public override Encoding Encoding => stream.Encoding;

    /// <summary>For texts of several lines, such as JSON: their line breaks are kept.</summary>
    public ConsoleWriter Document => new(stream, Printable.Lines);

    /// <summary>The stream, for colours and cursor movements of our own; texts of users pass <see cref="Printable"/> first.</summary>
    internal TextWriter Raw => stream;

    /// <summary>For data of programs: exact in a pipe or a file; on a terminal, which would obey it, a <see cref="Document"/>.</summary>
    public TextWriter Data(TerminalFacts terminal) => terminal.IsTerminal ? Document : stream;

    public override void Write(char value) => stream.Write(show(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => stream.Write(show(value ?? ""));

    public override void WriteLine() => stream.WriteLine();

    public override void WriteLine(string? value) => stream.WriteLine(show(value ?? ""));

    public override void Flush() => stream.Flush();
}
