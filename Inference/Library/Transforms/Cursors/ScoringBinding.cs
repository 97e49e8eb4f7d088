using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A model, its options and a schema, brought together: which column is read, and what the columns are afterwards.</summary>
/// <remarks>Columns of the input keep their indexes; those that are made from the answers stand behind them. Immutable.</remarks>
internal sealed class ScoringBinding
{
    private readonly RecurrentModel _model;

    public ScoringBinding(RecurrentModel model, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        _model = model;
        Options = options;
        InputSchema = inputSchema;
        Sequence = InputSequence.Find(model.Card, options.InputColumnName, inputSchema);
        var time = InputSequence.GetTime(Sequence.Type, model.Network.Features);
        IsRagged = time is null;
        AddedColumns = OutputColumns.Create(model.Card, options, time);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (var column in AddedColumns)
            column.AddTo(builder);
        OutputSchema = builder.ToSchema();
    }

    public RecurrentScoringOptions Options { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The column of sequences in <see cref="InputSchema"/>.</summary>
    public DataViewSchema.Column Sequence { get; }

    /// <summary>Whether the sequences of rows may differ in length.</summary>
    public bool IsRagged { get; }

    /// <summary>The columns that are made from the answers, in the order in which they stand behind those of the input.</summary>
    public IReadOnlyList<OutputColumn> AddedColumns { get; }

    /// <summary>The column that is made from the answers under an index of <see cref="OutputSchema"/>, or null for a column of the input.</summary>
    public OutputColumn? GetOutputColumn(int index) => index < InputSchema.Count ? null : AddedColumns[index - InputSchema.Count];

    /// <summary>Whether somebody asks for something that needs the model.</summary>
    public bool NeedsScoring(bool[] active) => active.AsSpan(InputSchema.Count).Contains(true);

    /// <summary>Marks the columns of <see cref="OutputSchema"/> that somebody asks for.</summary>
    public bool[] GetActiveColumns(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>The columns of <see cref="InputSchema"/> that the active columns are made from.</summary>
    public IEnumerable<DataViewSchema.Column> GetDependencies(bool[] active) =>
        InputSchema.Where(column => active[column.Index] || (NeedsScoring(active) && column.Index == Sequence.Index));

    /// <summary>Makes buffers that read the sequences of a source and take the model's answers.</summary>
    /// <param name="source">The row or cursor that has the sequences.</param>
    /// <param name="count">How many buffers. They share the reader: one reads at a time, while the others may score.</param>
    /// <param name="capacity">Rows of each buffer.</param>
    /// <param name="kept">A getter of the sequences where somebody has fetched them already; or null.</param>
    public OutputBuffer[] CreateBuffers(DataViewRow source, int count, int capacity, Delegate? kept = null)
    {
        if (_model.Network.Embedding is not { } embedding)
            return Buffers(new ValueScorer(_model), new ValueReader(source, Sequence, _model.Network.Features, Options.NonFinite, kept), count, capacity);
        if (Sequence.Type is TextDataViewType)
            return Buffers(new TokenScorer(_model), new TextTokenReader(source, Sequence, _model.Card.Vocabulary!, kept), count, capacity);
        var item = InputSequence.ItemType(Sequence.Type).RawType;
        var reader = (SequenceReader<long>)Activator.CreateInstance(typeof(TokenReader<>).MakeGenericType(item), source, Sequence, embedding.VocabularySize, kept)!;
        return Buffers(new TokenScorer(_model), reader, count, capacity);
    }

    private OutputBuffer[] Buffers<T>(ISequenceScorer<T> scorer, SequenceReader<T> reader, int count, int capacity) =>
        [.. Enumerable.Range(0, count).Select(_ => new TypedOutputBuffer<T>(scorer, reader, capacity, Math.Min(capacity, Options.BatchSize)))];
}
