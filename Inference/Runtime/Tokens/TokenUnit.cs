namespace MlNetRecurrent;

/// <summary>The unit into which a language model splits text.</summary>
public enum TokenUnit
{
    /// <summary>Characters: Unicode scalar values.</summary>
    Characters,

    /// <summary>
    /// Words and single symbols, such as punctuation marks. White space belongs to the token that follows it and counts as one space; a blank line is
    /// a token too.
    /// </summary>
    Words,
}
