namespace MlNetRecurrent.Training.Tests;

/// <summary>Bytes of which each call reads one.</summary>
internal sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
}
