using System.Security.Cryptography;
using CsCheck;
using Sweep.Silo.Security;
using Sweep.Silo.Security.Handshake;

namespace Sweep.Silo.Tests.Security;

/// <summary>The handshake without sockets: who is let in, and that nothing recorded, turned round or altered ever is.</summary>
public sealed class HandshakeTests
{
    private static readonly ClusterSecret Ours = ClusterSecret.From("correct horse battery staple", "a test");
    private static readonly byte[] Certificate = SHA256.HashData("certificate"u8);
    private static readonly byte[] NonceI = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly byte[] NonceA = [.. Enumerable.Range(32, 32).Select(n => (byte)n)];

    // python3 -c 'import hmac,hashlib as h; k=b"correct horse battery staple"; t=b"SWEEP/1C"+bytes(range(32))+b"SWEEP/1g"+bytes(range(32,64))+h.sha256(b"certificate").digest()
    // print(hmac.new(k,b"sweep/1 initiator\0"+t,h.sha256).hexdigest(), hmac.new(k,b"sweep/1 acceptor\0"+t,h.sha256).hexdigest())'
    [Fact]
    public void Proofs_are_as_computed_elsewhere()
    {
        var (initiator, acceptor) = Pair();

        var proof = initiator.Prove(acceptor.Hello);
        acceptor.Meet(initiator.Hello);
        var (accepted, verdict) = acceptor.Judge(proof);

        Assert.Equal("a87f930861cb12fe2bc6f2719365a30112f1b7008f9f79470ff628ff0f6b8a8c", Convert.ToHexStringLower(proof));
        Assert.True(accepted);
        Assert.Equal("01a7c2057b67caf89f74abdbc7aea5cc73e20353202c678e0fb4bde09b10e2a126", Convert.ToHexStringLower(verdict));
        initiator.Finish(verdict);
    }

    [Fact]
    public void A_hello_is_a_name_with_version_a_role_and_a_nonce() =>
        Assert.Equal("53574545502f314e" + Convert.ToHexStringLower(NonceI), Convert.ToHexStringLower(HandshakeHello.Write(HandshakeRole.Node, NonceI)));

    [Fact]
    public void Another_secret_is_refused_and_learns_nothing_but_that()
    {
        var stranger = ClusterSecret.From("correct horse battery stable", "a test");
        var (_, acceptor) = Pair();
        var initiator = new InitiatorHandshake(stranger, HandshakeRole.Client, NonceI, Certificate);

        acceptor.Meet(initiator.Hello);
        var (accepted, verdict) = acceptor.Judge(initiator.Prove(acceptor.Hello));

        Assert.False(accepted);
        Assert.All(verdict, b => Assert.Equal(0, b));
        Assert.Equal(HandshakeFault.Refused, Assert.Throws<HandshakeException>(() => initiator.Finish(verdict)).Fault);
    }

    [Fact]
    public void Who_accepts_everybody_without_knowing_the_secret_is_found_out()
    {
        var (initiator, acceptor) = Pair();
        initiator.Prove(acceptor.Hello);

        var verdict = (byte[])[1, .. RandomNumberGenerator.GetBytes(32)];

        Assert.Equal(HandshakeFault.Refused, Assert.Throws<HandshakeException>(() => initiator.Finish(verdict)).Fault);
    }

    [Fact]
    public void A_man_in_the_middle_with_a_certificate_of_his_own_is_refused()
    {
        var his = SHA256.HashData("his certificate"u8);
        var acceptor = new AcceptorHandshake(Ours, HandshakeRole.Gateway, NonceA, Certificate);
        var initiator = new InitiatorHandshake(Ours, HandshakeRole.Client, NonceI, his);

        acceptor.Meet(initiator.Hello);

        Assert.False(acceptor.Judge(initiator.Prove(acceptor.Hello)).Accepted);
    }

    [Fact]
    public void What_a_side_said_itself_proves_nothing_to_it()
    {
        var (initiator, acceptor) = Pair();
        acceptor.Meet(initiator.Hello);
        var proof = initiator.Prove(acceptor.Hello);
        var (_, verdict) = acceptor.Judge(proof);

        Assert.Throws<HandshakeException>(() => initiator.Finish([1, .. proof]));
        Assert.False(acceptor.Judge(verdict.AsSpan(1)).Accepted);
        // Its own hello sent back: neither is the other's role.
        Assert.Throws<HandshakeException>(() => Pair().Initiator.Prove(initiator.Hello));
        Assert.Throws<HandshakeException>(() => Pair().Acceptor.Meet(acceptor.Hello));
    }

    [Fact]
    public void A_recorded_connection_is_worthless_for_the_next() => Gen.Byte.Array[32].Where(nonce => !nonce.SequenceEqual(NonceA)).Sample(fresh =>
    {
        var (initiator, acceptor) = Pair();
        acceptor.Meet(initiator.Hello);
        var recorded = initiator.Prove(acceptor.Hello);
        var next = new AcceptorHandshake(Ours, HandshakeRole.Gateway, fresh, Certificate);
        next.Meet(initiator.Hello);

        Assert.False(next.Judge(recorded).Accepted);
    });

    [Fact]
    public void A_bit_that_was_changed_anywhere_on_the_way_is_noticed() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 39], Gen.Int[0, 7]).Sample((message, place, bit) =>
    {
        byte[] Carry(int number, byte[] sent)
        {
            if (number != message) return sent;
            var changed = sent.ToArray();
            changed[place % sent.Length] ^= (byte)(1 << bit);
            return changed;
        }

        var (initiator, acceptor) = Pair();
        Assert.Throws<HandshakeException>(() =>
        {
            acceptor.Meet(Carry(0, initiator.Hello));
            var (accepted, verdict) = acceptor.Judge(Carry(2, initiator.Prove(Carry(1, acceptor.Hello))));
            if (accepted) initiator.Finish(Carry(3, verdict));
            else throw new HandshakeException(HandshakeFault.Refused, "by the acceptor");
        });
    });

    [Theory]
    [InlineData('N', 'n', true)]
    [InlineData('C', 'g', true)]
    [InlineData('P', 'g', true)]
    [InlineData('N', 'g', false)]
    [InlineData('C', 'n', false)]
    [InlineData('P', 'n', false)]
    [InlineData('g', 'g', false)]
    [InlineData('n', 'n', false)]
    [InlineData('\0', 'g', false)]
    public void Each_port_is_for_its_own_callers(char role, char port, bool welcome)
    {
        var acceptor = new AcceptorHandshake(Ours, (HandshakeRole)port, NonceA, Certificate);
        var hello = HandshakeHello.Write((HandshakeRole)role, NonceI);

        if (welcome) Assert.Equal((HandshakeRole)role, acceptor.Meet(hello));
        else Assert.Equal(HandshakeFault.WrongPort, Assert.Throws<HandshakeException>(() => acceptor.Meet(hello)).Fault);
    }

    [Fact]
    public void Nothing_is_judged_out_of_order()
    {
        Assert.Throws<InvalidOperationException>(() => Pair().Acceptor.Judge(new byte[32]));
        Assert.Throws<InvalidOperationException>(() => Pair().Initiator.Finish(new byte[33]));
    }

    private static (InitiatorHandshake Initiator, AcceptorHandshake Acceptor) Pair() => (
        new InitiatorHandshake(Ours, HandshakeRole.Client, NonceI, Certificate),
        new AcceptorHandshake(Ours, HandshakeRole.Gateway, NonceA, Certificate));
}
