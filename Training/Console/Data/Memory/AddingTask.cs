using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997, Long Short-Term Memory, experiment 4; in this form Arjovsky, Shah and Bengio 2016): each step holds a
/// number from 0 to 1, two steps are marked, one in each half, and a sequence is answered by the sum of their two numbers. Always answering 1 has
/// a mean squared error of 1/6.
/// </summary>
internal static class AddingTask
{
    /// <summary>How many sequences there are, those for testing among them.</summary>
    public const int Sequences = 10_000;

    /// <summary>The numbers, and the marks: 1 in two steps and 0 elsewhere.</summary>
    public static IReadOnlyList<string> Features { get; } = ["value", "mark"];

    /// <summary>The sequences of a seed.</summary>
    /// <param name="length">Steps of a sequence, at least 2.</param>
    /// <param name="seed">What the random numbers begin with.</param>
    public static ComputedData Data(int length, int seed) => new(["sequence", "sum", .. Features], () => Rows(length, seed));

    private static IEnumerable<string> Rows(int length, int seed)
    {
        var random = new Random(seed);
        var values = new int[length];
        for (var sequence = 1; sequence <= Sequences; sequence++)
        {
            for (var step = 0; step < length; step++)
                values[step] = random.Next(10_000);
            var (first, second) = (random.Next(length / 2), random.Next(length / 2, length));
            var sum = Number(values[first] + values[second]);
            for (var step = 0; step < length; step++)
                yield return string.Create(CultureInfo.InvariantCulture, $"{sequence},{sum},{Number(values[step])},{(step == first || step == second ? 1 : 0)}");
        }
    }

    // Whole numbers of ten thousandths: the sum that is written is that of the numbers that are.
    private static string Number(int tenThousandths) => (tenThousandths / 10_000m).ToString(CultureInfo.InvariantCulture);
}
