namespace MlNetRecurrent;

/// <summary>
/// A category among the features of a network, such as a shop or a kind of day: a code from 1 to <paramref name="Count"/> at each time step, or 0 for
/// an unknown one, which a trained table maps to a vector.
/// </summary>
/// <remarks>
/// A code is a float value of the input. One that is not a whole number, is negative or is above <paramref name="Count"/> counts as 0. A NaN makes
/// every output for its sequence NaN, as in any other feature.
/// </remarks>
/// <param name="Count">The number of known values, at least 1. The table has one more row, for code 0.</param>
/// <param name="EmbeddingSize">The number of values in the vector of a code, at least 1; see <see cref="GetDefaultEmbeddingSize"/>.</param>
public sealed record CategoryDescription(int Count, int EmbeddingSize)
{
    private const int MaxDefaultSize = 50;

    /// <summary>Gets the embedding size that is used unless another one is set: half the number of codes, rounded up, and at most 50.</summary>
    /// <param name="count">The number of known values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value.</exception>
    public static int GetDefaultEmbeddingSize(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Math.Min(MaxDefaultSize, (count / 2) + 1);
    }

    /// <summary>The number of values in the table: one vector for each code.</summary>
    internal long TableSize => (Count + 1L) * EmbeddingSize;
}
