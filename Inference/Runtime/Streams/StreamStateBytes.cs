using System.Buffers.Binary;

namespace MlNetRecurrent;

/// <summary>Converts states to and from bytes: a magic number, the fingerprint of the model, then the floats of the state, little-endian.</summary>
internal static class StreamStateBytes
{
    // "MRS1": the format and its version.
    private const uint Magic = 0x3153524D;
    private const int HeaderSize = sizeof(uint) + 16;

    public static byte[] Save(RecurrentModel model, ReadOnlySpan<float> state)
    {
        var bytes = new byte[GetSize(state.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(sizeof(uint)), model.Fingerprint);
        for (var index = 0; index < state.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(HeaderSize + (index * sizeof(float))), state[index]);
        return bytes;
    }

    /// <summary>Restores a state of this model.</summary>
    /// <exception cref="ArgumentException">The bytes are not a state, or the state of another model.</exception>
    public static void Restore(RecurrentModel model, ReadOnlySpan<byte> bytes, Span<float> state)
    {
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new ArgumentException("The bytes are not a saved stream state.", nameof(bytes));
        if (BinaryPrimitives.ReadUInt128LittleEndian(bytes[sizeof(uint)..]) != model.Fingerprint)
            throw new ArgumentException("The state belongs to another model: restore it with the file that it was saved with.", nameof(bytes));
        if (bytes.Length != GetSize(state.Length))
            throw new ArgumentException($"The state is damaged: expected {GetSize(state.Length)} bytes, got {bytes.Length}.", nameof(bytes));
        for (var index = 0; index < state.Length; index++)
            state[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(HeaderSize + (index * sizeof(float)))..]);
    }

    private static int GetSize(int stateSize) => checked(HeaderSize + (stateSize * sizeof(float)));
}
