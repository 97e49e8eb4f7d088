namespace MlNetRecurrent;

/// <summary>What a language model reads a text as.</summary>
public enum TokenUnit
{
    /// <summary>Characters: Unicode scalar values.</summary>
    Characters,

    /// <summary>
    /// Words, and each other sign by itself. White space belongs to the token behind it and counts as one space; a blank line is a token of its own.
    /// </summary>
    Words,
}
