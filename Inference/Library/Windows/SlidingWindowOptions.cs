namespace MlNetRecurrent;

/// <summary>How rows become windows.</summary>
public sealed record SlidingWindowOptions
{
    private const int MaxWindowSize = 1_048_576;

    /// <summary>The name of the column that takes the windows; a column that has this name already is hidden by it.</summary>
    /// <value>Default: <c>Window</c>.</value>
    public string OutputColumnName { get; init; } = "Window";

    /// <summary>The columns whose values make a time step, in this order: Single, or Vector&lt;Single&gt; of known size.</summary>
    public required IReadOnlyList<string> InputColumnNames { get; init; }

    /// <summary>How many time steps a window has, 1 to 1,048,576.</summary>
    public required int Window { get; init; }

    /// <summary>
    /// How many steps a row lies ahead of the end of its window, 0 to 1,048,576. With 0 the row's own values are the last step of its window; with 1 the window ends
    /// with the row before, and the row's own value is what a forecast of one step should say.
    /// </summary>
    /// <value>Default: 0.</value>
    public int StepsAhead { get; init; }

    /// <summary>The column that tells series apart: text, a key, a whole number or Boolean. Rows of different series may stand in any order among each other.</summary>
    /// <value>Default: null, all rows are one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>What becomes of the first rows of each series.</summary>
    /// <value>Default: <see cref="IncompleteWindowPolicy.Drop"/>.</value>
    public IncompleteWindowPolicy IncompleteWindows { get; init; }

    /// <summary>The value of steps that are missing, where <see cref="IncompleteWindows"/> is <see cref="IncompleteWindowPolicy.Pad"/>.</summary>
    /// <value>Default: 0.</value>
    public float PaddingValue { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is missing or out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = FindErrors().ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The rows cannot be made windows: {string.Join("; ", faults)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (string.IsNullOrWhiteSpace(OutputColumnName))
            yield return $"{nameof(OutputColumnName)} is empty";
        if (InputColumnNames.Count == 0 || InputColumnNames.Any(string.IsNullOrWhiteSpace))
            yield return $"{nameof(InputColumnNames)} is empty or has an empty name";
        if (SeriesColumnName is not null && string.IsNullOrWhiteSpace(SeriesColumnName))
            yield return $"{nameof(SeriesColumnName)} is empty, expected a name or null";
        if (Window is < 1 or > MaxWindowSize)
            yield return $"{nameof(Window)} is {Window}, expected 1 to {MaxWindowSize}";
        if (StepsAhead is < 0 or > MaxWindowSize)
            yield return $"{nameof(StepsAhead)} is {StepsAhead}, expected 0 to {MaxWindowSize}";
        if (!Enum.IsDefined(IncompleteWindows))
            yield return $"{nameof(IncompleteWindows)} is {IncompleteWindows}, expected {string.Join(", ", Enum.GetNames<IncompleteWindowPolicy>())}";
    }
}
