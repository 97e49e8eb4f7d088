namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Prints floats exactly.</summary>
internal static class Outputs
{
    /// <summary>One line: a name, then the bits of each value.</summary>
    public static void Print(string name, float[] values) =>
        Console.WriteLine($"{name}: {string.Join(' ', values.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8")))}");
}
