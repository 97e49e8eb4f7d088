using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Window options bound to an input schema. Input columns keep their indices; the window column is added after them. Immutable.</summary>
internal sealed class WindowBinding
{
    public WindowBinding(SlidingWindowOptions options, DataViewSchema inputSchema)
    {
        Options = options;
        InputSchema = inputSchema;
        Inputs = [.. options.InputColumnNames.Select(FindInput)];
        HasTimes = Inputs.Any(column => column.Type is DateTimeDataViewType);
        CheckTimes();
        Series = options.SeriesColumnName is { } name ? FindSeries(name) : null;
        Width = checked(Inputs.Sum(column => StepReader.GetWidth(column.Type)));

        // Throws if the history of a series would be too large for an array.
        _ = checked((options.Window + options.StepsAhead) * Width);

        // A size of 0 is unknown.
        var steps = options.IncompleteWindows == IncompleteWindowPolicy.KeepShort ? 0 : options.Window;
        var type = HasTimes
            ? new VectorDataViewType(DateTimeDataViewType.Instance, steps)
            : new VectorDataViewType(NumberDataViewType.Single, steps, Width);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(options.OutputColumnName, type);
        OutputSchema = builder.ToSchema();
    }

    public SlidingWindowOptions Options { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns that form a time step.</summary>
    public IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>The column that identifies the series, or null for a single series.</summary>
    public DataViewSchema.Column? Series { get; }

    /// <summary>Whether the windows are those of a column of times.</summary>
    public bool HasTimes { get; }

    /// <summary>The number of values per time step; a time occupies the memory of two.</summary>
    public int Width { get; }

    /// <summary>The index of the window column in <see cref="OutputSchema"/>.</summary>
    public int WindowIndex => InputSchema.Count;

    /// <summary>Whether rows are dropped, so that the rows of each series must be counted even if no windows are requested.</summary>
    public bool DropsRows => Options.IncompleteWindows switch
    {
        IncompleteWindowPolicy.Drop => Options.Window + Options.StepsAhead > 1,
        IncompleteWindowPolicy.KeepShort => Options.StepsAhead > 0,
        _ => false,
    };

    /// <summary>Returns the columns of <see cref="InputSchema"/> that the active columns depend on.</summary>
    public IEnumerable<DataViewSchema.Column> GetDependencies(bool[] active)
    {
        var needsWindows = active[WindowIndex];
        return InputSchema.Where(column => active[column.Index]
            || (needsWindows && Inputs.Any(input => input.Index == column.Index))
            || ((needsWindows || DropsRows) && column.Index == Series?.Index));
    }

    private DataViewSchema.Column FindInput(string name)
    {
        var column = Find(name, "Single or Vector<Single> of known size");
        var isSingle = column.Type == NumberDataViewType.Single || column.Type is DateTimeDataViewType
            || (column.Type is VectorDataViewType { Size: > 0 } vector && vector.ItemType == NumberDataViewType.Single);
        return isSingle
            ? column
            : throw Mismatch(
                name,
                $"expected Single or Vector<Single> of known size, got {column.Type}. "
                + "ml.Transforms.Conversion.ConvertType converts numbers to Single");
    }

    private void CheckTimes()
    {
        if (!HasTimes)
            return;
        var times = Inputs.First(column => column.Type is DateTimeDataViewType).Name;
        if (Inputs.Count > 1)
            throw Mismatch(times, "a column of times forms windows of its own, not together with others: slide it separately");
        if (Options.IncompleteWindows == IncompleteWindowPolicy.Pad)
        {
            throw Mismatch(
                times,
                $"times cannot be padded: set {nameof(SlidingWindowOptions.IncompleteWindows)} to {IncompleteWindowPolicy.Drop} or "
                + $"{IncompleteWindowPolicy.KeepShort}");
        }
    }

    private DataViewSchema.Column FindSeries(string name)
    {
        const string Expected = "text, a key, an integer or a Boolean";
        var column = Find(name, Expected);
        var isInteger = column.Type is NumberDataViewType && column.Type != NumberDataViewType.Single && column.Type != NumberDataViewType.Double;
        return isInteger || column.Type is TextDataViewType or KeyDataViewType or BooleanDataViewType
            ? column
            : throw Mismatch(name, $"expected {Expected}, got {column.Type}");
    }

    private DataViewSchema.Column Find(string name, string expected) => InputSchema.GetColumnOrNull(name)
        ?? throw Mismatch(
            name,
            $"expected {expected}, got no such column. "
            + $"The available columns are: {string.Join(", ", InputSchema.Where(other => !other.IsHidden).Select(other => $"'{other.Name}'"))}");

    private static ArgumentException Mismatch(string name, string error) => new($"Schema mismatch for input column '{name}': {error}.");
}
