using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Training;

/// <summary>
/// Dropout: multiplies each value by 0 or by 1 / (1 - probability). Which values are dropped is a function of a key and their index, so nothing needs
/// to be kept for the backward pass, and the threads of <see cref="WorkTeam"/> share the work.
/// </summary>
internal sealed unsafe class DropoutKernel : SharedWork
{
    private const int PieceValues = 1 << 15;

    // 24 bits of a random number decide.
    private const int DecidingBits = 24;

    private readonly float* _source;
    private readonly float* _target;
    private readonly long _count;
    private readonly ulong _key;
    private readonly int _threshold;
    private readonly float _factor;

    private DropoutKernel(float* source, float* target, long count, DropoutPattern pattern)
    {
        _source = source;
        _target = target;
        (_count, _key) = (count, pattern.Key);
        _threshold = (int)Math.Round(pattern.Probability * (1 << DecidingBits));
        _factor = pattern.Probability == 1 ? 0 : (float)(1 / (1 - pattern.Probability));
    }

    /// <summary>Drops values.</summary>
    /// <param name="pattern">Which ones.</param>
    /// <param name="source">The values, or the gradient of the result for that of the values.</param>
    /// <param name="target">Receives the result; may be <paramref name="source"/>.</param>
    /// <param name="count">The number of values.</param>
    public static void Run(DropoutPattern pattern, float* source, float* target, long count) =>
        WorkTeam.Run(new DropoutKernel(source, target, count, pattern), checked((int)((count + PieceValues - 1) / PieceValues)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunPiece(int piece)
    {
        var start = (nint)piece * PieceValues;
        var count = (int)Math.Min(PieceValues, _count - start);
        var source = _source + start;
        var target = _target + start;
        // A key for each piece: the index within it is enough then.
        var mixed = Mix(_key + (((ulong)piece + 1) * 0x9E37_79B9_7F4A_7C15));
        var (offset, mask) = ((uint)mixed, (uint)(mixed >> 32));
        var index = 0;
        var indices = Vector<uint>.Indices;
        var (thresholds, factors) = (new Vector<int>(_threshold), new Vector<float>(_factor));
        for (; index <= count - Vector<float>.Count; index += Vector<float>.Count)
        {
            var numbers = Hash((indices + new Vector<uint>((uint)index)) * new Vector<uint>(0x9E37_79B9) + new Vector<uint>(offset), mask);
            var keeps = Vector.GreaterThanOrEqual(Vector.AsVectorInt32(numbers), thresholds);
            (Vector.Load(source + index) * Vector.ConditionalSelect(keeps, factors, Vector<float>.Zero)).Store(target + index);
        }

        for (; index < count; index++)
            target[index] = source[index] * (Hash(((uint)index * 0x9E37_79B9) + offset, mask) >= _threshold ? _factor : 0);
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }

    // A hash of 32 bits with little bias (Wellons 2018, Prospecting for hash functions), of which the upper 24 bits are returned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Hash(Vector<uint> value, uint mask)
    {
        value ^= Vector.ShiftRightLogical(value, 16);
        value *= new Vector<uint>(0x7FEB_352D);
        value ^= new Vector<uint>(mask);
        value ^= Vector.ShiftRightLogical(value, 15);
        value *= new Vector<uint>(0x846C_A68B);
        value ^= Vector.ShiftRightLogical(value, 16);
        return Vector.ShiftRightLogical(value, 32 - DecidingBits);
    }

    private static uint Hash(uint value, uint mask)
    {
        value ^= value >> 16;
        value *= 0x7FEB_352D;
        value ^= mask;
        value ^= value >> 15;
        value *= 0x846C_A68B;
        value ^= value >> 16;
        return value >> (32 - DecidingBits);
    }
}
