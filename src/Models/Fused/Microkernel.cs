using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Half = System.Runtime.Intrinsics.Vector256<float>;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Fused;

/// <summary>The inner loop of every matrix product: an 8 x 32 tile of C, kept in registers over all k. Each element of C is one chain of
/// fused multiply-adds in the order of k, so the result does not depend on tile, alignment or instruction set.</summary>
internal static unsafe class Microkernel
{
    public const int Rows = 8;
    public const int Columns = 32;

    /// <summary>True where one of the two versions below can run; without them libtorch does the work.</summary>
    public static bool IsSupported => Avx512F.IsSupported || (Avx2.IsSupported && Fma.IsSupported);

    /// <summary>Widest vectors of this processor, by which libtorch chooses its kernels too:
    /// <c>avx512</c>, <c>avx2</c>, <c>baseline</c>.</summary>
    public static string InstructionSet => Avx512F.IsSupported ? "avx512" : IsSupported ? "avx2" : "baseline";

    /// <summary>C = A B or C += A B for one tile of 8 rows of 32. Element (i, p) of A is at <c>a[i * rowStride + p * columnStride]</c>; b
    /// is a packed panel of B: k rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint cStride, bool accumulate)
    {
        if (Avx512F.IsSupported)
        {
            Tile8(k, a, rowStride, columnStride, b, c, cStride, accumulate);
            return;
        }

        for (var row = 0; row < Rows; row += 2)
            Tile2(k, a + row * rowStride, rowStride, columnStride, b, c + row * cStride, cStride, accumulate);
    }

    // 16 accumulators, 2 vectors of B and one broadcast element of A fit the 32 registers of AVX-512 and keep both multipliers busy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint cStride, bool accumulate)
    {
        Vec c00 = Vec.Zero, c01 = Vec.Zero, c10 = Vec.Zero, c11 = Vec.Zero, c20 = Vec.Zero, c21 = Vec.Zero, c30 = Vec.Zero, c31 = Vec.Zero;
        Vec c40 = Vec.Zero, c41 = Vec.Zero, c50 = Vec.Zero, c51 = Vec.Zero, c60 = Vec.Zero, c61 = Vec.Zero, c70 = Vec.Zero, c71 = Vec.Zero;
        float* low = a, high = a + 4 * rowStride;
        nint two = 2 * rowStride, three = 3 * rowStride;
        for (; k > 0; k--)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            b += Columns;
            var x = Vector512.Create(low[0]);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(low[rowStride]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(low[two]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(low[three]);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(high[0]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(high[rowStride]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(high[two]);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(high[three]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
            low += columnStride;
            high += columnStride;
        }

        Store(c, c00, c01, accumulate);
        Store(c += cStride, c10, c11, accumulate);
        Store(c += cStride, c20, c21, accumulate);
        Store(c += cStride, c30, c31, accumulate);
        Store(c += cStride, c40, c41, accumulate);
        Store(c += cStride, c50, c51, accumulate);
        Store(c += cStride, c60, c61, accumulate);
        Store(c + cStride, c70, c71, accumulate);
    }

    // AVX2 has 16 registers of half the width: two rows of the tile at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint cStride, bool accumulate)
    {
        Half c00 = Half.Zero, c01 = Half.Zero, c02 = Half.Zero, c03 = Half.Zero, c10 = Half.Zero, c11 = Half.Zero, c12 = Half.Zero,
            c13 = Half.Zero;
        for (; k > 0; k--)
        {
            Half x = Vector256.Create(a[0]), y = Vector256.Create(a[rowStride]);
            Half b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c10 = Fma.MultiplyAdd(y, b0, c10);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            c11 = Fma.MultiplyAdd(y, b1, c11);
            Half b2 = Vector256.Load(b + 16), b3 = Vector256.Load(b + 24);
            c02 = Fma.MultiplyAdd(x, b2, c02);
            c12 = Fma.MultiplyAdd(y, b2, c12);
            c03 = Fma.MultiplyAdd(x, b3, c03);
            c13 = Fma.MultiplyAdd(y, b3, c13);
            b += Columns;
            a += columnStride;
        }

        Store(c, Vector512.Create(c00, c01), Vector512.Create(c02, c03), accumulate);
        Store(c + cStride, Vector512.Create(c10, c11), Vector512.Create(c12, c13), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vec left, Vec right, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + 16);
        }

        left.Store(c);
        right.Store(c + 16);
    }
}
