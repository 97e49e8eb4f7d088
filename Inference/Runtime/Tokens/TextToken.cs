namespace MlNetRecurrent;

/// <summary>A token of a text.</summary>
/// <param name="Text">The token as a vocabulary has it: a character; or a word or symbol, with a leading space if white space precedes it.</param>
/// <param name="Start">The index in the text of its first char, including the white space that belongs to it.</param>
internal readonly record struct TextToken(string Text, int Start);
