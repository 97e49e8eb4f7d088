using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>A model, its options and a schema, brought together: which column is read, and what the columns are afterwards.</summary>
/// <remarks>Columns of the input keep their indexes; the score stands behind them. Immutable.</remarks>
internal sealed class ScoringBinding
{
    public ScoringBinding(RecurrentModel model, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        Model = model;
        Options = options;
        InputSchema = inputSchema;
        Sequence = InputSequence.Find(model.Card, options.InputColumnName, inputSchema);
        Score = new ScoreColumn(model.Card, options.OutputColumnName, InputSequence.Time(Sequence.Type, model.Network.Features));
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        Score.AddTo(builder);
        OutputSchema = builder.ToSchema();
    }

    public RecurrentModel Model { get; }

    public RecurrentScoringOptions Options { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The column of sequences in <see cref="InputSchema"/>.</summary>
    public DataViewSchema.Column Sequence { get; }

    public ScoreColumn Score { get; }

    /// <summary>The score's index in <see cref="OutputSchema"/>.</summary>
    public int ScoreIndex => InputSchema.Count;

    /// <summary>Marks the columns of <see cref="OutputSchema"/> that somebody asks for.</summary>
    public bool[] Activate(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>The columns of <see cref="InputSchema"/> that the active columns are made from.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active) =>
        InputSchema.Where(column => active[column.Index] || (active[ScoreIndex] && column.Index == Sequence.Index));

    /// <summary>Whether a column is one of <see cref="OutputSchema"/> and was asked for.</summary>
    public bool IsActive(DataViewSchema.Column column, bool[] active) =>
        column.Index < active.Length && column.Name == OutputSchema[column.Index].Name
            ? active[column.Index]
            : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' (index {column.Index}) is not one of this schema: take it from the schema of the row.");

    /// <summary>A getter of the asked type, or an error that names the column.</summary>
    public static ValueGetter<TValue> Typed<TValue>(DataViewSchema.Column column, Delegate getter) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}: expected a getter of {column.Type.RawType}, got one of {typeof(TValue)}.");

    /// <summary>Refuses a column that nobody asked for when the row was made.</summary>
    public void RequireActive(DataViewSchema.Column column, bool[] active)
    {
        if (!IsActive(column, active))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: ask for it when the cursor or row is made.");
    }
}
