namespace MlNetRecurrent;

/// <summary>The columns and sizes of sliding windows.</summary>
public sealed record SlidingWindowOptions
{
    private const int MaxWindowSize = 1_048_576;

    /// <summary>The name of the output column for the windows. An existing column of this name is hidden.</summary>
    /// <value>Default: <c>Window</c>.</value>
    public string OutputColumnName { get; init; } = "Window";

    /// <summary>
    /// The columns whose values form a time step, in this order: Single, or Vector&lt;Single&gt; of known size. Or one column of DateTime, for the
    /// times of windows: a model with calendar fields reads them, see <see cref="RecurrentScoringOptions.TimeColumnName"/>.
    /// </summary>
    public required IReadOnlyList<string> InputColumnNames { get; init; }

    /// <summary>
    /// The number of time steps in each window, 1 to 1,048,576. Windows of future covariates and times include the steps of the horizon: they are
    /// longer than those of the sequences, whose <see cref="StepsAhead"/> is the horizon.
    /// </summary>
    public required int Window { get; init; }

    /// <summary>
    /// The number of time steps by which a window ends before its row, 0 to 1,048,576. With 0, the values of the row are the last step of its window;
    /// with 1, the window ends at the previous row of the series, and the value of the row is the target of a one-step forecast.
    /// </summary>
    /// <value>Default: 0.</value>
    public int StepsAhead { get; init; }

    /// <summary>
    /// The column that identifies the series: text, a key, an integer or a Boolean. The rows of different series may be interleaved.
    /// </summary>
    /// <value>Default: null, which treats all rows as one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>How the first rows of each series, whose windows are incomplete, are handled.</summary>
    /// <value>Default: <see cref="IncompleteWindowPolicy.Drop"/>.</value>
    public IncompleteWindowPolicy IncompleteWindows { get; init; }

    /// <summary>
    /// The value that fills missing time steps if <see cref="IncompleteWindows"/> is <see cref="IncompleteWindowPolicy.Pad"/>. Times cannot be
    /// padded.
    /// </summary>
    /// <value>Default: 0.</value>
    public float PaddingValue { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range. The message lists every error.</exception>
    internal void Validate()
    {
        var errors = FindErrors().ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The sliding-window options are invalid: {string.Join("; ", errors)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (string.IsNullOrWhiteSpace(OutputColumnName))
            yield return $"{nameof(OutputColumnName)} is empty";
        if (InputColumnNames.Count == 0 || InputColumnNames.Any(string.IsNullOrWhiteSpace))
            yield return $"{nameof(InputColumnNames)} is empty or contains an empty name";
        if (SeriesColumnName is not null && string.IsNullOrWhiteSpace(SeriesColumnName))
            yield return $"{nameof(SeriesColumnName)} is empty, expected a name or null";
        if (Window is < 1 or > MaxWindowSize)
            yield return $"{nameof(Window)} is {Window}, expected 1 to {MaxWindowSize}";
        if (StepsAhead is < 0 or > MaxWindowSize)
            yield return $"{nameof(StepsAhead)} is {StepsAhead}, expected 0 to {MaxWindowSize}";
        if (!Enum.IsDefined(IncompleteWindows))
        {
            yield return $"{nameof(IncompleteWindows)} is {IncompleteWindows}, "
                + $"expected one of {string.Join(", ", Enum.GetNames<IncompleteWindowPolicy>())}";
        }
    }
}
