namespace MlNetRecurrent;

/// <summary>A suggestion for the next word.</summary>
/// <param name="Text">The word, or a symbol for a model of words; without a leading space.</param>
/// <param name="Probability">The probability of the suggestion, 0 to 1.</param>
public readonly record struct TextSuggestion(string Text, double Probability);
