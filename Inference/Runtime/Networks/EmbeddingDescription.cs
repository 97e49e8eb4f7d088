namespace MlNetRecurrent;

/// <summary>A table that turns token numbers into vectors: int64 [batch, time] in, [batch, time, size] out.</summary>
/// <param name="VocabularySize">How many tokens there are, at least 1; tokens are 0 to vocabulary - 1.</param>
/// <param name="EmbeddingSize">Values per token, at least 1.</param>
public sealed record EmbeddingDescription(int VocabularySize, int EmbeddingSize);
