namespace Sweep.Silo.Security.Handshake;

/// <summary>First message of either side, 40 bytes: <c>SWEEP/1</c>, the role (1 byte), a nonce (32 random bytes).</summary>
internal static class HandshakeHello
{
    public const int NonceLength = 32;
    public const int Length = 8 + NonceLength;

    private static ReadOnlySpan<byte> Magic => "SWEEP/1"u8;

    public static byte[] Write(HandshakeRole role, ReadOnlySpan<byte> nonce)
    {
        if (nonce.Length != NonceLength) throw new ArgumentException($"expected {NonceLength} bytes, found {nonce.Length}", nameof(nonce));
        return [.. Magic, (byte)role, .. nonce];
    }

    /// <summary>Who says hello.</summary>
    /// <exception cref="HandshakeException">It is none.</exception>
    public static HandshakeRole Read(ReadOnlySpan<byte> hello) => hello.Length == Length && hello.StartsWith(Magic)
        ? (HandshakeRole)hello[Magic.Length]
        : throw new HandshakeException(HandshakeFault.Foreign, "it does not speak the language of this version of sweep; all nodes and clients of a cluster run the same version");
}
