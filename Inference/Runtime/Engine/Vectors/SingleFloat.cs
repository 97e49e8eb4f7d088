using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>One float at a time, for processors without vectors or with vectors disabled.</summary>
internal readonly unsafe struct SingleFloat : IVectorMath<float>
{
    public static int Width => 1;

    public static bool HasManyRegisters => false;

    public static float Load(float* source) => *source;

    public static void Store(float value, float* target) => *target = value;

    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => float.MultiplyAddEstimate(left, right, addend);

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    public static float Sum(float value) => value;

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static float Max(float left, float right) => left > right ? left : right;

    public static float Min(float value, float bound) => value > bound ? bound : value;

    public static float Abs(float value) => MathF.Abs(value);

    public static float SelectNegative(float value, float negative, float other) => value < 0 ? negative : other;

    public static float Clamp(float value, float bound) => value < -bound ? -bound : value > bound ? bound : value;

    public static float Relu(float value) => value < 0 ? 0 : value;

    public static float LowBitsAsExponent(float value) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) << 23);
}
