using System.Runtime.InteropServices;

namespace Sweep.Models.Fused;

/// <summary>Memory of floats that starts at a cache line and grows when asked for more;
/// kept from step to step, so that a step allocates nothing.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int CacheLine = 64;
    private long capacity;

    public float* Pointer { get; private set; }

    /// <summary>Makes room for <paramref name="count"/> floats. Contents are lost, and zero, when it has to grow.</summary>
    public float* Ensure(long count)
    {
        if (count <= capacity) return Pointer;
        Free();
        var bytes = checked((nuint)count * sizeof(float));
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(Pointer, bytes);
        capacity = count;
        return Pointer;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~AlignedBuffer() => Free();

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        capacity = 0;
    }
}
