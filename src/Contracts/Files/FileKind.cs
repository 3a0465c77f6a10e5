namespace Sweep.Contracts.Files;

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
