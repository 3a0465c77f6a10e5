using System.Collections.Concurrent;
using System.Text;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>A pipe of lines inside this process: its writer passes lines on when it is flushed, as a buffered stream does.</summary>
internal sealed class LinePipe : IDisposable
{
    private readonly BlockingCollection<string> lines = [];

    public LinePipe() => (Reader, Writer) = (new End(lines), new Start(lines));

    public TextReader Reader { get; }

    public TextWriter Writer { get; }

    public string? TryTake(TimeSpan limit) => lines.TryTake(out var line, limit) ? line : null;

    public void Dispose() => lines.Dispose();

    private sealed class End(BlockingCollection<string> lines) : TextReader
    {
        public override string? ReadLine() => lines.TryTake(out var line, Timeout.Infinite) ? line : null;
    }

    private sealed class Start(BlockingCollection<string> lines) : TextWriter
    {
        private readonly StringBuilder buffer = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => buffer.Append(value);

        public override void Write(string? value) => buffer.Append(value);

        public override void Flush()
        {
            foreach (var line in buffer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Add(line);
            buffer.Clear();
        }

        public override void Close()
        {
            if (!lines.IsAddingCompleted) lines.CompleteAdding();
        }
    }
}
