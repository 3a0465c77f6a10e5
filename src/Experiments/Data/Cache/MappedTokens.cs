using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Sweep.Experiments.Data.Cache;

/// <summary>Tokens of a file, mapped into memory: the system reads what is looked at and forgets what it has no room for.</summary>
/// <remarks>A mapping stays until the process ends: a span over it must not outlive it, and nobody can tell when the last one is gone. It
/// takes addresses, and room in memory only as long as nothing else needs it.</remarks>
internal sealed unsafe class MappedTokens : MemoryManager<int>
{
    private readonly MemoryMappedViewAccessor view;
    private readonly int* first;
    private readonly int count;

    /// <summary>Maps at least 1 number of 32 bits, from a multiple of 4 bytes on. The file may be closed afterwards.</summary>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public MappedTokens(FileStream file, long offset, int count)
    {
        using var map =
            MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(offset, (long)count * sizeof(int), MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        first = (int*)(start + view.PointerOffset);
        this.count = count;
    }

    public override Span<int> GetSpan() => new(first, count);

    public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
