namespace MlNetRecurrent;

/// <summary>How a recurrent model scores a column.</summary>
public sealed record RecurrentScoringOptions
{
    private const int LargestBatch = 65_536;

    /// <summary>The name of the column that takes the scores; a column that has this name already is hidden by it.</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>The name of the column with the sequences: Single, or Vector&lt;Single&gt; of [time, features], of known or unknown size.</summary>
    public required string InputColumnName { get; init; }

    /// <summary>The path of an exported <c>.onnx</c> file. It is read once, when the estimator is made.</summary>
    public required string ModelFile { get; init; }

    /// <summary>
    /// How many rows a cursor reads ahead and scores together, 1 to 65,536. More rows cost memory and, from some 64 on, no longer
    /// gain speed. Single rows, as a <c>PredictionEngine</c> asks for them, are scored one by one.
    /// </summary>
    /// <value>Default: 64.</value>
    public int BatchSize { get; init; } = 64;

    /// <summary>Whether ONNX Runtime may run any graph; see <see cref="RecurrentModelOptions.AllowAnyGraph"/>.</summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary>How the model is loaded.</summary>
    internal RecurrentModelOptions Loading => new() { AllowAnyGraph = AllowAnyGraph };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is missing or out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(OutputColumnName))
            faults.Add($"{nameof(OutputColumnName)} is empty");
        if (string.IsNullOrWhiteSpace(InputColumnName))
            faults.Add($"{nameof(InputColumnName)} is empty");
        if (string.IsNullOrWhiteSpace(ModelFile))
            faults.Add($"{nameof(ModelFile)} is empty");
        if (BatchSize is < 1 or > LargestBatch)
            faults.Add($"{nameof(BatchSize)} is {BatchSize}, expected 1 to {LargestBatch}");
        if (faults.Count > 0)
            throw new ArgumentException($"The recurrent model cannot be applied: {string.Join("; ", faults)}.");
    }
}
