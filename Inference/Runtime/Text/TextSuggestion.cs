namespace MlNetRecurrent;

/// <summary>What may come next.</summary>
/// <param name="Text">A word, or a sign of a model of words; without the space before it.</param>
/// <param name="Probability">The probability of it, 0 to 1.</param>
public readonly record struct TextSuggestion(string Text, double Probability);
