using System.Diagnostics;
using System.Net.Sockets;

namespace Sweep.Testing;

/// <summary>Something in the place of a file that is none: whoever opens a pipe waits for a writer, and a device never ends.</summary>
internal sealed class NoFile : IDisposable
{
    private readonly string path;
    private readonly Socket? socket;

    /// <param name="kind">pipe, folder, socket or device.</param>
    /// <param name="path">The place.</param>
    public NoFile(string kind, string path)
    {
        this.path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (kind)
        {
            case "pipe":
                using (var mkfifo = Process.Start("mkfifo", [path])) mkfifo.WaitForExit();
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        if (Directory.Exists(path)) Directory.Delete(path);
        else File.Delete(path);
    }
}
