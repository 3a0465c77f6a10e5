using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sweep.Page.Access;

/// <summary>What link and cookie are made of; in a file of the user, so that an open page survives a restart of its server.</summary>
/// <param name="secret">Random bytes, <see cref="Length"/> of them.</param>
public sealed class PageSecret(byte[] secret)
{
    public const int Length = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly byte[] token = Derive(secret, "token of the link");
    private readonly byte[] cookie = Derive(secret, "value of the cookie");

    /// <summary>What stands in the link.</summary>
    public string Token => Encoding.ASCII.GetString(token);

    /// <summary>What the browser keeps.</summary>
    public string Cookie => Encoding.ASCII.GetString(cookie);

    /// <summary>A secret that only this process knows.</summary>
    public static PageSecret OfThisProcess() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The user's secret; made where there is none.</summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="problem">Why the secret is this process's own instead, for people; null = it is not.</param>
    public static PageSecret OfUser(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path)) Make(path);
            problem = Problem(path);
            if (problem is null) return new(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"'{path}' cannot be used ({e.Message.ReplaceLineEndings(" ")})";
        }

        return OfThisProcess();
    }

    /// <summary>Whether a text is the token; takes the same time whatever the difference.</summary>
    public bool IsToken(string? text) => IsEqual(text, token);

    /// <summary>Whether a text is the value of the cookie; takes the same time whatever the difference.</summary>
    public bool IsCookie(string? text) => IsEqual(text, cookie);

    private static bool IsEqual(string? text, byte[] expected) =>
        text is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(expected));

    private static byte[] Derive(byte[] secret, string purpose) =>
        Base64Url.EncodeToUtf8(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"sweep page: {purpose}")).AsSpan(0, 18));

    private static string? Problem(string path)
    {
        if (new FileInfo(path).Length != Length) return $"'{path}' holds no secret of a page: remove it, and it is made anew";
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
            ? $"others than its owner may read '{path}': remove it, and it is made anew" : null;
    }

    /// <summary>Written aside and renamed: whoever reads it meanwhile finds all of it or nothing.</summary>
    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(aside, options)) file.Write(RandomNumberGenerator.GetBytes(Length));
        try
        {
            File.Move(aside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another server was first.
            File.Delete(aside);
        }
    }
}
