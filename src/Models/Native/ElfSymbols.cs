using System.Buffers.Binary;
using System.Text;

namespace Sweep.Models.Native;

/// <summary>Reads from a 64-bit little-endian ELF file which names it expects other libraries to define (System V ABI,
/// chapter 4).</summary>
internal static class ElfSymbols
{
    private const uint DynamicSymbols = 11;
    private const int SymbolSize = 24;

    /// <summary>Names of the undefined symbols of <paramref name="path"/>, without the weak ones, which may be absent by design.</summary>
    public static IEnumerable<string> Undefined(string path)
    {
        var elf = File.ReadAllBytes(path);
        foreach (var (offset, size, link) in DynamicTables(elf))
        {
            var strings = (int)Int64(elf, SectionHeader(elf, link) + 0x18);
            for (var symbol = offset; symbol < offset + size; symbol += SymbolSize)
            {
                var isGlobal = elf[symbol + 4] >> 4 == 1;
                var isUndefined = UInt16(elf, symbol + 6) == 0;
                if (isGlobal && isUndefined)
                    yield return Text(elf, strings + (int)UInt32(elf, symbol));
            }
        }
    }

    private static IEnumerable<(int Offset, int Size, int Link)> DynamicTables(byte[] elf)
    {
        for (var i = 0; i < UInt16(elf, 0x3C); i++)
        {
            var header = SectionHeader(elf, i);
            if (UInt32(elf, header + 4) == DynamicSymbols)
                yield return ((int)Int64(elf, header + 0x18), (int)Int64(elf, header + 0x20), (int)UInt32(elf, header + 0x28));
        }
    }

    private static int SectionHeader(byte[] elf, int index) => (int)Int64(elf, 0x28) + index * UInt16(elf, 0x3A);

    private static string Text(byte[] elf, int at) => Encoding.ASCII.GetString(elf, at, Array.IndexOf(elf, (byte)0, at) - at);

    private static ushort UInt16(byte[] elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(at));

    private static uint UInt32(byte[] elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(at));

    private static long Int64(byte[] elf, int at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at));
}
