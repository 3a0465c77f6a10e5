namespace Sweep.Contracts;

/// <summary>A piece of what a trial wrote to one of its standard streams.</summary>
/// <param name="Offset">Where it begins, in bytes from the beginning of the stream; more than was asked for = what lies between is no
/// longer kept.</param>
/// <param name="Bytes">The piece; at least one byte.</param>
[GenerateSerializer, Immutable, Alias("sweep.output-part")]
public sealed record OutputPart(long Offset, byte[] Bytes)
{
    /// <summary>Where the next one begins.</summary>
    public long End => Offset + Bytes.Length;
}
