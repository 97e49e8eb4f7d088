namespace MlNetRecurrent;

/// <summary>What becomes of tokens in a prompt that a model has never seen.</summary>
public enum UnknownTokenPolicy
{
    /// <summary>They are refused by name.</summary>
    Throw,

    /// <summary>They are read as the token that stands for every other one, <see cref="Vocabulary.UnknownToken"/>.</summary>
    Replace,
}
