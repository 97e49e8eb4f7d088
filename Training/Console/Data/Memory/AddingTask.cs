using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997, Long Short-Term Memory, experiment 4; in this form Arjovsky, Shah and Bengio 2016): each
/// time step holds a value from 0 to 1, two steps are marked, one in each half, and the target of a sequence is the sum of the two marked values.
/// Always predicting 1 has a mean squared error of 1/6.
/// </summary>
internal static class AddingTask
{
    /// <summary>The number of sequences, including those for testing.</summary>
    public const int Sequences = 10_000;

    /// <summary>The columns of the values and of the marks, which are 1 in two steps and 0 elsewhere.</summary>
    public static IReadOnlyList<string> Features { get; } = ["value", "mark"];

    /// <summary>Creates the sequences.</summary>
    /// <param name="length">The number of time steps in each sequence, at least 2.</param>
    /// <param name="seed">The seed of the random numbers.</param>
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
            var sum = Format(values[first] + values[second]);
            for (var step = 0; step < length; step++)
            {
                var mark = step == first || step == second ? 1 : 0;
                yield return string.Create(CultureInfo.InvariantCulture, $"{sequence},{sum},{Format(values[step])},{mark}");
            }
        }
    }

    // Values are whole ten-thousandths, so that the written sum is exactly the sum of the written values.
    private static string Format(int tenThousandths) => (tenThousandths / 10_000m).ToString(CultureInfo.InvariantCulture);
}
