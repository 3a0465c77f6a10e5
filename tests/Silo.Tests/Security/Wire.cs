namespace Sweep.Silo.Tests.Security;

/// <summary>A connection in memory. When both ends wait for bytes, none will ever come:
/// then it ends, so that no test waits for a time limit.</summary>
internal sealed class Wire
{
    private readonly Lock gate = new();

    /// <param name="alter">What becomes of a byte: from the near end or not, its place from 0, and what was sent.</param>
    public Wire(Func<bool, int, byte, byte>? alter = null)
    {
        Near = new End(gate, (place, sent) => alter?.Invoke(true, place, sent) ?? sent);
        Far = new End(gate, (place, sent) => alter?.Invoke(false, place, sent) ?? sent);
        (Near.Other, Far.Other) = (Far, Near);
    }

    public End Near { get; }

    public End Far { get; }

    internal sealed class End(Lock gate, Func<int, byte, byte> alter) : Stream
    {
        private readonly Queue<byte> arrived = [];
        private readonly List<byte> sent = [];
        private TaskCompletionSource? waiting;
        private bool isOver;

        public End? Other { get; set; }

        /// <summary>Everything that was written here, as it was written.</summary>
        public byte[] Sent
        {
            get
            {
                lock (gate) return [.. sent];
            }
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Task? arrival;
            lock (gate) arrival = arrived.Count == 0 && !isOver && buffer.Length > 0 ? Await() : null;
            if (arrival is not null) await arrival;
            lock (gate)
            {
                var count = Math.Min(buffer.Length, arrived.Count);
                for (var i = 0; i < count; i++) buffer.Span[i] = arrived.Dequeue();
                return count;
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lock (gate)
            {
                // As in TCP, a side that writes does not hear yet that nobody will read it.
                if (isOver) return ValueTask.CompletedTask;
                foreach (var value in buffer.Span)
                {
                    Other!.arrived.Enqueue(alter(sent.Count, value));
                    sent.Add(value);
                }

                Other!.Wake();
            }

            return ValueTask.CompletedTask;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            lock (gate) Finish();
            base.Dispose(disposing);
        }

        private Task Await()
        {
            waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var arrival = waiting.Task;
            if (Other!.waiting is not null) Finish();
            return arrival;
        }

        private void Finish()
        {
            (isOver, Other!.isOver) = (true, true);
            Wake();
            Other!.Wake();
        }

        private void Wake()
        {
            waiting?.TrySetResult();
            waiting = null;
        }
    }
}
