namespace MlNetRecurrent.Training;

/// <summary>The script of a letter, as far as encodings are told apart by it.</summary>
internal enum WritingScript
{
    /// <summary>Not a letter, or a letter of another script.</summary>
    None,

    /// <summary>Latin.</summary>
    Latin,

    /// <summary>Greek.</summary>
    Greek,

    /// <summary>Cyrillic.</summary>
    Cyrillic,

    /// <summary>Hiragana and katakana.</summary>
    Kana,

    /// <summary>Hangul.</summary>
    Hangul,

    /// <summary>Chinese characters.</summary>
    Han,
}
