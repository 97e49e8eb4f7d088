using System.Buffers.Binary;

namespace MlNetRecurrent.Training;

/// <summary>Checks a saved state of LibTorch's random generator (Mersenne Twister), which ends the process when it is given an invalid one.</summary>
internal static class GeneratorState
{
    private const int Words = 624;

    // The layout of CPUGeneratorImplStateLegacy in ATen/CPUGeneratorImpl.cpp: seed (int64), left (int32), seeded (int32), next (int64), words
    // (int64).
    private const int LeftOffset = 8;
    private const int SeededOffset = 12;
    private const int NextOffset = 16;
    private const int WordsOffset = 24;

    /// <summary>Whether LibTorch accepts the state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="length">The length of the states of this version of LibTorch.</param>
    public static bool IsValid(ReadOnlySpan<byte> state, int length) =>
        state.Length == length
        && BinaryPrimitives.ReadInt32LittleEndian(state[LeftOffset..]) is > 0 and <= Words
        && BinaryPrimitives.ReadInt32LittleEndian(state[SeededOffset..]) == 1
        && BinaryPrimitives.ReadUInt64LittleEndian(state[NextOffset..]) <= Words
        && HasWords(state.Slice(WordsOffset, Words * sizeof(ulong)));

    // Words of 32 bits, in 64 bits each.
    private static bool HasWords(ReadOnlySpan<byte> words)
    {
        for (var offset = 0; offset < words.Length; offset += sizeof(ulong))
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(words[offset..]) > uint.MaxValue)
                return false;
        }

        return true;
    }
}
