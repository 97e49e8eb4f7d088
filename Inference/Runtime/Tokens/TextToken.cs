namespace MlNetRecurrent;

/// <summary>A token of a text.</summary>
/// <param name="Text">What it is called in a vocabulary: a character, or a word or sign with a space before it where the text has one.</param>
/// <param name="Start">Where it begins in the text, in chars from 0, white space that belongs to it included.</param>
internal readonly record struct TextToken(string Text, int Start);
