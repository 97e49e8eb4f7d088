using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Reads the codes of categories from the values of a time step.</summary>
internal static class CategoryCode
{
    /// <summary>Returns a code: a whole number from 0 to <paramref name="count"/>; 0 for any other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(float value, int count) => value >= 0 && value <= count && value == MathF.Floor(value) ? (int)value : 0;
}
