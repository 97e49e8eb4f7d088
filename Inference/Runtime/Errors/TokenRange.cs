namespace MlNetRecurrent;

/// <summary>Checks that tokens are in the range of a vocabulary.</summary>
internal static class TokenRange
{
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    public static void Check(ReadOnlySpan<long> tokens, int vocabulary)
    {
        for (var index = 0; index < tokens.Length; index++)
        {
            if ((ulong)tokens[index] >= (ulong)vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), $"Token {tokens[index]} at {index} is not in the vocabulary: expected 0 to {vocabulary - 1}.");
            }
        }
    }
}
