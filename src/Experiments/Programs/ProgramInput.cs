using System.Collections.Concurrent;

namespace Sweep.Experiments.Programs;

/// <summary>A program's standard input, written from a thread of its own: a program that does not read must not hold up a trial.</summary>
/// <param name="input">The pipe.</param>
internal sealed class ProgramInput(StreamWriter input)
{
    private readonly BlockingCollection<string> lines = [];
    private Thread? writer;

    /// <summary>Writes a line; nothing happens when the program does not listen.</summary>
    public void Send(string line)
    {
        if (lines.IsAddingCompleted) return;
        lines.Add(line);
        if (writer is not null) return;
        writer = new Thread(Write) { IsBackground = true, Name = "program input" };
        writer.Start();
    }

    /// <summary>Closes it after the lines.</summary>
    public void Close()
    {
        lines.CompleteAdding();
        if (writer is null) Guarded(input.Close);
    }

    private void Write()
    {
        foreach (var line in lines.GetConsumingEnumerable())
        {
            Guarded(() =>
            {
                input.Write(line + "\n");
                input.Flush();
            });
        }

        Guarded(input.Close);
    }

    private static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It closed its standard input; its end tells the rest.
        }
    }
}
