using System.Collections.ObjectModel;

namespace MlNetRecurrent.Training;

/// <summary>What a model card would say of a file without one: which columns of a table are its inputs, and which rows form a sequence.</summary>
public sealed record TableScoringOptions
{
    /// <summary>
    /// The columns of the input with the sequences, in the order of its values; a single column of token IDs for a model that reads tokens. If they
    /// are as many as the values of all time steps of a window, [time, features], each row of the table is a whole sequence.
    /// </summary>
    /// <value>Default: empty, the names of the features in the model card.</value>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>
    /// The columns of further inputs by the name of the input, such as static features or categories, in the order of its values. An input without
    /// time steps has the values of the last row of a sequence. Integers are whole numbers, Booleans 0 or 1.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> InputColumns { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The number of rows in each window; null for the number of time steps that the file fixes.</summary>
    /// <value>Default: null.</value>
    public int? Window { get; init; }

    /// <summary>The column that identifies the series of a row; null for a single series.</summary>
    /// <value>Default: null.</value>
    public string? Series { get; init; }

    /// <summary>The column with the time of each row; null if the rows are in order.</summary>
    /// <value>Default: null.</value>
    public string? Time { get; init; }

    /// <summary>The column that identifies the sequence of a row: every sequence is scored as a whole, without windows.</summary>
    /// <value>Default: null.</value>
    public string? Sequence { get; init; }

    /// <summary>Whether a missing value is replaced with the value of the previous row; otherwise it is an error.</summary>
    /// <value>Default: false.</value>
    public bool ForwardFill { get; init; }

    /// <summary>Whether every window is scored, instead of the last one of each series alone.</summary>
    /// <value>Default: false.</value>
    public bool Rolling { get; init; }

    /// <summary>How the file is loaded: the engine, and the names of inputs, outputs and states where the file leaves them open.</summary>
    /// <value>Default: a new <see cref="RecurrentModelOptions"/>.</value>
    public RecurrentModelOptions Model { get; init; } = new();

    /// <summary>Checks the options that do not depend on the file.</summary>
    /// <exception cref="ArgumentException">An option is invalid, or cannot be combined with another.</exception>
    internal void Validate()
    {
        if (Model is null || Features is null || InputColumns is null || InputColumns.Values.Any(columns => columns is not { Count: > 0 }))
            throw new ArgumentException("An option is null, or an input has no columns.");
        if (Window < 1)
            throw new ArgumentException(FormattableString.Invariant($"{Model.GetName(nameof(Window))} is {Window}, expected at least 1."));
        if (Sequence is null)
            return;
        (string Name, bool IsSet)[] others =
            [(nameof(Series), Series is not null), (nameof(Window), Window is not null), (nameof(Rolling), Rolling)];
        if (others.FirstOrDefault(other => other.IsSet).Name is { } name)
        {
            throw new ArgumentException(
                $"{Model.GetName(name)} cannot be combined with {Model.GetName(nameof(Sequence))}: every sequence is scored as a whole.");
        }
    }

    /// <summary>Returns the columns to read.</summary>
    /// <param name="columns">The columns of all inputs.</param>
    /// <param name="stepsPerRow">The number of time steps in each row if each row is a sequence; otherwise null.</param>
    internal DataColumns CreateColumns(IReadOnlyList<string> columns, int? stepsPerRow) => new()
    {
        Features = columns,
        Series = Series,
        Time = Time,
        Sequence = Sequence,
        StepsPerRow = stepsPerRow,
        ForwardFill = ForwardFill,
    };
}
