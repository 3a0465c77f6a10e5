using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sweep.Contracts.Files;

/// <summary>Reads files, and nothing else: to open a pipe waits until somebody writes, and a device has no end.</summary>
public static class RegularFile
{
    // statx(2) of Linux: its structure is the same on every processor, unlike that of stat(2).
    private const int WorkingFolder = -100;
    private const uint TypeOnly = 1;
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>What has this name, links followed. Opens nothing.</summary>
    public static FileKind KindOf(string path)
    {
        var type = OperatingSystem.IsLinux() ? Mode(path) & TypeMask : null;
        return type switch
        {
            null => Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Absent,
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
    }

    /// <summary>Throws when something else than a file has this name; an absent one is left to whoever opens it.</summary>
    /// <exception cref="NotRegularFileException">It is a pipe, a device, a folder or a socket.</exception>
    public static void Require(string path)
    {
        if (KindOf(path) is not (FileKind.Regular or FileKind.Absent) and var kind) throw new NotRegularFileException(kind);
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="NotRegularFileException">It is a pipe, a device, a folder or a socket.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static FileStream Open(string path)
    {
        Require(path);
        return File.OpenRead(path);
    }

    /// <summary>Reads a whole file of bounded length; what a file system says of the length is not believed.</summary>
    /// <exception cref="NotRegularFileException">It is a pipe, a device, a folder or a socket.</exception>
    /// <exception cref="IOException">There is none, it cannot be read, or it is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static byte[] ReadBytes(string path, int limit)
    {
        using var file = Open(path);
        if (file.Length > limit) throw TooLong(limit, file.Length);
        var bytes = new byte[file.Length];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length == bytes.Length && bytes.Length > 0 && file.ReadByte() < 0) return bytes;
        return ReadOn(file, bytes.AsSpan(0, length), limit);
    }

    /// <summary>Reads a whole text file (UTF-8) of bounded length.</summary>
    /// <inheritdoc cref="ReadBytes" path="/exception"/>
    public static string ReadText(string path, int limit) => Encoding.UTF8.GetString(ReadBytes(path, limit)).TrimStart('\uFEFF');

    /// <summary>Files that grow, and those of the kernel, which have no length before they are read.</summary>
    private static byte[] ReadOn(FileStream file, ReadOnlySpan<byte> begun, int limit)
    {
        using var all = new MemoryStream();
        file.Position = begun.Length;
        all.Write(begun);
        var buffer = new byte[1 << 16];
        for (var count = file.Read(buffer); count > 0; count = file.Read(buffer))
        {
            all.Write(buffer, 0, count);
            if (all.Length > limit) throw TooLong(limit, null);
        }

        return all.ToArray();
    }

    private static IOException TooLong(int limit, long? found) =>
        new($"expected at most {limit:N0} bytes, found {(found is { } length ? $"{length:N0}" : "more")}");

    /// <summary>Type and permissions; null when there is nothing, or the system does not say.</summary>
    private static int? Mode(string path)
    {
        var found = new byte[StatxSize];
        try
        {
            return statx(WorkingFolder, path, 0, TypeOnly, found) == 0
                ? BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(ModeOffset)) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] found);
}

/// <summary>What has a path's name.</summary>
public enum FileKind
{
    /// <summary>Nothing, or nothing that this user may look at.</summary>
    Absent,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe (FIFO).</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, such as a terminal.</summary>
    Device,
}

/// <summary>Something else than a file has the place of a file.</summary>
#pragma warning disable CA1032 // Thrown in one place, always with a kind.
public sealed class NotRegularFileException(FileKind kind) : IOException($"expected a file, found {Words(kind)}")
#pragma warning restore CA1032
{
    /// <summary>What it is, in words.</summary>
    public static string Words(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a named pipe (FIFO)",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        FileKind.Regular => "a file",
        _ => "nothing",
    };
}
