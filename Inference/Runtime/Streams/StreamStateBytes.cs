using System.Buffers.Binary;

namespace MlNetRecurrent;

/// <summary>States as bytes: a mark, the model's fingerprint, then the floats of the state, little-endian.</summary>
internal static class StreamStateBytes
{
    // "MRS1": the form and its version.
    private const uint Mark = 0x3153524D;
    private const int HeaderSize = sizeof(uint) + 16;

    public static byte[] Save(RecurrentModel model, ReadOnlySpan<float> state)
    {
        var bytes = new byte[Size(state.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(sizeof(uint)), model.Fingerprint);
        for (var index = 0; index < state.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(HeaderSize + (index * sizeof(float))), state[index]);
        return bytes;
    }

    /// <summary>Reads a state of this model.</summary>
    /// <exception cref="ArgumentException">The bytes are no state, or that of another model.</exception>
    public static void Restore(RecurrentModel model, ReadOnlySpan<byte> bytes, Span<float> state)
    {
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Mark)
            throw new ArgumentException("The bytes are no saved state of a stream.", nameof(bytes));
        if (BinaryPrimitives.ReadUInt128LittleEndian(bytes[sizeof(uint)..]) != model.Fingerprint)
            throw new ArgumentException("The state belongs to another model: restore it with the file that it was saved with.", nameof(bytes));
        if (bytes.Length != Size(state.Length))
            throw new ArgumentException($"The state is damaged: expected {Size(state.Length)} bytes, got {bytes.Length}.", nameof(bytes));
        for (var index = 0; index < state.Length; index++)
            state[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(HeaderSize + (index * sizeof(float)))..]);
    }

    private static int Size(int state) => checked(HeaderSize + (state * sizeof(float)));
}
