namespace MlNetRecurrent;

/// <summary>How rows were held out of the training of a model, so that evaluation and retraining can repeat it.</summary>
public sealed record SplitSummary
{
    /// <summary>
    /// The fraction of the rows of each series, or of the sequences, held out for testing; without effect if a column assigns the parts.
    /// </summary>
    public required double TestFraction { get; init; }

    /// <summary>The fraction of the remaining rows held out for validation, if the fit needed it.</summary>
    public required double ValidationFraction { get; init; }

    /// <summary>The number of rows from one scored window to the next; null for half the window of a tagger, otherwise 1.</summary>
    public int? TestStride { get; init; }

    /// <summary>Whether the same fraction of the sequences of each class was held out.</summary>
    public bool IsStratified { get; init; }

    /// <summary>The hash of the values of the whole table, with test rows; null without test rows.</summary>
    internal string? TableHash { get; init; }

    /// <summary>The hash of the positions of the test rows; null without test rows.</summary>
    internal string? TestRowsHash { get; init; }
}
