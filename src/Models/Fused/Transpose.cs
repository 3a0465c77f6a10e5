using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sweep.Models.Fused;

/// <summary>Transposes by 8 x 8 tiles in registers; element by element it would take as long as a small product.</summary>
internal static unsafe class Transpose
{
    private const int Tile = 8;

    /// <summary>target[p * 32 + i] = source[i * stride + p] for i below <paramref name="rows"/>, zero for i from there to 31.</summary>
    public static void Panel(float* source, nint stride, int rows, int columns, float* target)
    {
        var p = 0;
        if (rows == Microkernel.Columns && Avx.IsSupported)
        {
            for (; p + Tile <= columns; p += Tile)
            {
                for (var i = 0; i < rows; i += Tile)
                    Square(source + i * stride + p, stride, target + p * Microkernel.Columns + i);
            }
        }

        for (; p < columns; p++)
        {
            for (var i = 0; i < Microkernel.Columns; i++)
                target[p * Microkernel.Columns + i] = i < rows ? source[i * stride + p] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* source, nint stride, float* target)
    {
        Vector256<float> r0 = Vector256.Load(source), r1 = Vector256.Load(source + stride);
        Vector256<float> r2 = Vector256.Load(source + 2 * stride), r3 = Vector256.Load(source + 3 * stride);
        Vector256<float> r4 = Vector256.Load(source + 4 * stride), r5 = Vector256.Load(source + 5 * stride);
        Vector256<float> r6 = Vector256.Load(source + 6 * stride), r7 = Vector256.Load(source + 7 * stride);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44),
            b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44),
            b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + Microkernel.Columns);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + 2 * Microkernel.Columns);
        Avx.Permute2x128(b3, b7, 0x20).Store(target + 3 * Microkernel.Columns);
        Avx.Permute2x128(b0, b4, 0x31).Store(target + 4 * Microkernel.Columns);
        Avx.Permute2x128(b1, b5, 0x31).Store(target + 5 * Microkernel.Columns);
        Avx.Permute2x128(b2, b6, 0x31).Store(target + 6 * Microkernel.Columns);
        Avx.Permute2x128(b3, b7, 0x31).Store(target + 7 * Microkernel.Columns);
    }
}
