namespace MlNetRecurrent;

/// <summary>A table that maps token IDs to vectors: int64 [batch, time] in, [batch, time, size] out.</summary>
/// <param name="VocabularySize">The number of tokens, at least 1; token IDs are 0 to vocabulary size - 1.</param>
/// <param name="EmbeddingSize">The number of values per token, at least 1.</param>
public sealed record EmbeddingDescription(int VocabularySize, int EmbeddingSize);
