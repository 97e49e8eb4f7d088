using System.Globalization;

namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Prints floats exactly.</summary>
internal static class Outputs
{
    /// <summary>Separates the name of a line from its values.</summary>
    public const string Separator = " = ";

    /// <summary>Prints one line: a name, followed by the bits of each value.</summary>
    public static void Print(string name, float[] values) => Console.WriteLine($"{name}{Separator}{string.Join(' ', values.Select(Bits))}");

    private static string Bits(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);
}
