using System.Globalization;

namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Prints floats exactly.</summary>
internal static class Outputs
{
    /// <summary>What stands between a line's name and its values.</summary>
    public const string Separator = " = ";

    /// <summary>One line: a name, then the bits of each value.</summary>
    public static void Print(string name, float[] values) => Console.WriteLine($"{name}{Separator}{string.Join(' ', values.Select(Bits))}");

    private static string Bits(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);
}
