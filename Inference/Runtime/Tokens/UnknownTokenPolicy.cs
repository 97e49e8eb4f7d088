namespace MlNetRecurrent;

/// <summary>How tokens in a prompt that are not in the vocabulary are handled.</summary>
public enum UnknownTokenPolicy
{
    /// <summary>An exception names the unknown tokens.</summary>
    Throw,

    /// <summary>Each unknown token is replaced with <see cref="Vocabulary.UnknownToken"/>.</summary>
    Replace,
}
