using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>
/// Delayed recall: each sequence shows one of eight symbols in its first time step and noise in all others; its label is the symbol. The task is
/// that of the distractor sequences of Hochreiter and Schmidhuber 1997 (Long Short-Term Memory, experiment 2), with eight symbols instead of two.
/// </summary>
internal static class RecallTask
{
    /// <summary>The number of sequences, including those for testing.</summary>
    public const int Sequences = 3200;

    private static readonly string[] Symbols = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>The columns of the eight symbols, one of which is 1 in the first step, and the column of the noise, -1 to 1.</summary>
    public static IReadOnlyList<string> Features { get; } = [.. Symbols, "noise"];

    /// <summary>Creates the sequences, each of lag + 1 time steps.</summary>
    /// <param name="lag">The number of time steps from the symbol to the end.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    public static ComputedData Data(int lag, int seed) => new(["sequence", "symbol", .. Features], () => Rows(lag, seed));

    private static IEnumerable<string> Rows(int lag, int seed)
    {
        var random = new Random(seed);
        var blank = string.Join(',', Symbols.Select(_ => "0"));
        for (var sequence = 1; sequence <= Sequences; sequence++)
        {
            var symbol = random.Next(Symbols.Length);
            var oneHot = string.Join(',', Symbols.Select((_, index) => index == symbol ? "1" : "0"));
            yield return string.Create(CultureInfo.InvariantCulture, $"{sequence},{Symbols[symbol]},{oneHot},0");
            for (var step = 1; step <= lag; step++)
            {
                var noise = (2 * random.NextDouble()) - 1;
                yield return string.Create(CultureInfo.InvariantCulture, $"{sequence},{Symbols[symbol]},{blank},{noise:0.0000}");
            }
        }
    }
}
