using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetRecurrent.Engine;

/// <summary>8 floats: AVX2 with FMA.</summary>
internal readonly unsafe struct Vectors256 : IVectorMath<Vector256<float>>
{
    public static int Width => 8;

    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Vector256.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> value) => Vector256.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Vector256.MaxNative(left, right);

    // The instruction returns its second operand if either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> value, Vector256<float> bound) => Vector256.MinNative(bound, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> value) => Vector256.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SelectNegative(Vector256<float> value, Vector256<float> negative, Vector256<float> other) =>
        Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256<float>.Zero), negative, other);

    // As above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> value, Vector256<float> bound) =>
        Vector256.MaxNative(-bound, Vector256.MinNative(bound, value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> value) => Vector256.MaxNative(Vector256<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LowBitsAsExponent(Vector256<float> value) => Vector256.ShiftLeft(value.AsInt32(), 23).AsSingle();

    public static bool HasQuarterTable => Avx2.IsSupported;

    // The shift moves the integer part of n/4 to the exponent, and the two bits of its quarters to the top of the mantissa. The table holds 2^(k/4)
    // less the exponent and those bits, so that an addition of integers completes the float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> QuarterPower(Vector256<float> quarters) => Avx2.Add(
        Avx2.ShiftLeftLogical(quarters.AsInt32(), 21),
        Avx.PermuteVar(QuarterTable.AsSingle(), quarters.AsInt32()).AsInt32()).AsSingle();

    private static Vector256<int> QuarterTable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var table = Vector128.Create(1f, 1.18920712f, 1.41421356f, 1.68179283f).AsInt32()
                - Vector128.Create((126 << 23) + (0 << 21), (126 << 23) + (1 << 21), (126 << 23) + (2 << 21), (126 << 23) + (3 << 21));
            return Vector256.Create(table, table);
        }
    }
}
