namespace MlNetRecurrent;

/// <summary>Checks token IDs against the size of a vocabulary.</summary>
internal static class TokenRange
{
    /// <exception cref="ArgumentOutOfRangeException">A token ID is not in the vocabulary.</exception>
    public static void Check(ReadOnlySpan<long> tokens, int vocabularySize)
    {
        for (var index = 0; index < tokens.Length; index++)
        {
            if ((ulong)tokens[index] >= (ulong)vocabularySize)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), $"Token {tokens[index]} at index {index} is not in the vocabulary: expected 0 to {vocabularySize - 1}.");
            }
        }
    }
}
