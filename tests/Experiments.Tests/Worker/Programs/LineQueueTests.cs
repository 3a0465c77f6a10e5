using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

public sealed class LineQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Lines_come_in_order_and_who_writes_too_fast_waits_for_the_reader()
    {
        var queue = new LineQueue(capacity: 1000);
        var mostHeld = 0;
        var (added, taken) = (0, 0);
        var writer = new Thread(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                queue.Add(i.ToString());
                Interlocked.Increment(ref added);
            }

            queue.Complete();
        });
        writer.Start();

        while (!queue.IsCompleted)
        {
            if (queue.Take(Limit) is not { } line) continue;
            mostHeld = Math.Max(mostHeld, Volatile.Read(ref added) - taken);
            Assert.Equal(taken++.ToString(), line);
        }

        Assert.True(writer.Join(Limit));
        Assert.Equal(1000, taken);
        // Each takes more than 64 of the 1000 characters.
        Assert.InRange(mostHeld, 1, 17);
    }

    [Fact]
    public void The_last_lines_of_a_program_that_ended_are_kept_however_full_it_is()
    {
        var queue = new LineQueue(capacity: 1);
        var writer = new Thread(() =>
        {
            queue.Add("one");
            queue.Add("two");
        });
        writer.Start();

        queue.Drain();
        Assert.True(writer.Join(Limit));
        queue.Complete();

        Assert.Equal(["one", "two"], [queue.Take(Limit), queue.Take(Limit)]);
        Assert.True(queue.IsCompleted);
    }

    [Fact]
    public void When_nobody_takes_lines_any_more_the_writer_is_let_go()
    {
        var queue = new LineQueue(capacity: 1);
        queue.Add("one");
        var writer = new Thread(() => queue.Add("two"));
        writer.Start();

        queue.Discard();

        Assert.True(writer.Join(Limit));
    }
}
