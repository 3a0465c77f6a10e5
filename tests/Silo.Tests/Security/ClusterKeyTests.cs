using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

public sealed class ClusterKeyTests
{
    private static readonly ClusterKey Ours = ClusterKey.Derive("correct horse battery staple"u8);

    // d = int.from_bytes(hashlib.pbkdf2_hmac('sha512', b'correct horse battery staple', b'sweep/2 P-256', 20000, 48), 'big') % (n - 1) + 1,
    // and d times the curve's generator by the textbook's addition of points, in Python.
    [Fact]
    public void The_key_is_as_computed_elsewhere() => Assert.Equal(
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004" +
        "d0d9f3bae49b339e5c31c767ed34a4dbbc5eacde343b42e38b5e1f2484d1292c" +
        "6224e086b502ebba69fbe066a5551267061209caf2888c24b1f934f8241a86f5",
        Convert.ToHexStringLower(Ours.PublicKey));

    [Theory]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000", 1)]
    [InlineData("00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", 1)]
    [InlineData("00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 2)]
    public void No_seed_gives_a_key_that_is_zero_or_beyond_the_order(string seed, int last)
    {
        var scalar = ClusterKey.Scalar(Convert.FromHexString(seed));

        Assert.Equal([.. new byte[31], (byte)last], scalar);
    }

    [Fact]
    public void The_last_seed_below_the_order_gives_the_largest_key() => Assert.Equal(
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550",
        Convert.ToHexStringLower(
            ClusterKey.Scalar(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f"))));

    [Fact]
    public void Every_process_makes_another_certificate_of_the_same_key()
    {
        var elsewhere = ClusterKey.Derive("correct horse battery staple"u8);

        Assert.NotEqual(Ours.Certificate.RawData, elsewhere.Certificate.RawData);
        Assert.True(Ours.IsIn(elsewhere.Certificate));
        Assert.True(elsewhere.IsIn(Ours.Certificate));
    }

    [Fact]
    public void Another_secret_is_another_key() => Assert.False(Ours.IsIn(ClusterKey.Derive("correct horse battery stable"u8).Certificate));

    [Fact]
    public void No_certificate_and_one_of_another_kind_of_key_are_not_ours()
    {
        using var pair = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=sweep", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        Assert.False(Ours.IsIn(null));
        Assert.False(Ours.IsIn(certificate));
    }
}
