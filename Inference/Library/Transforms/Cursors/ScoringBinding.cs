using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A model bound to an input schema: the column it reads and the resulting output schema. Immutable.</summary>
/// <remarks>Input columns keep their indices; output columns follow them.</remarks>
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
        FutureColumns = FutureColumns.Find(model.Card, options, inputSchema, time);
        FurtherColumns = FutureColumns is null ? FurtherInputs.Find(model.Network, options, inputSchema) : FutureColumns.All;
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

    /// <summary>The input column of the model in <see cref="InputSchema"/>.</summary>
    public DataViewSchema.Column Sequence { get; }

    /// <summary>The columns in <see cref="InputSchema"/> that the model reads beside the sequences.</summary>
    public IReadOnlyList<DataViewSchema.Column> FurtherColumns { get; }

    /// <summary>Those of them that hold the future covariates; null for a model without.</summary>
    public FutureColumns? FutureColumns { get; }

    /// <summary>Whether the length of the sequences may vary.</summary>
    public bool IsRagged { get; }

    /// <summary>The output columns of the model, in the order in which they follow the input columns.</summary>
    public IReadOnlyList<OutputColumn> AddedColumns { get; }

    /// <summary>Returns the output column with an index in <see cref="OutputSchema"/>, or null for an input column.</summary>
    public OutputColumn? GetOutputColumn(int index) => index < InputSchema.Count ? null : AddedColumns[index - InputSchema.Count];

    /// <summary>Whether an output column is active.</summary>
    public bool NeedsScoring(bool[] active) => active.AsSpan(InputSchema.Count).Contains(true);

    /// <summary>Returns for each column of <see cref="OutputSchema"/> whether it is one of the requested columns.</summary>
    public bool[] GetActiveColumns(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>Returns the columns of <see cref="InputSchema"/> that the active columns depend on.</summary>
    public IEnumerable<DataViewSchema.Column> GetDependencies(bool[] active) =>
        InputSchema.Where(column => active[column.Index] || (NeedsScoring(active) && IsInput(column)));

    /// <summary>Creates buffers for the sequences of a source and the outputs of the model.</summary>
    /// <param name="source">The row or cursor that contains the sequences.</param>
    /// <param name="count">The number of buffers. They share one reader: only one reads at a time, while the others may score.</param>
    /// <param name="capacity">The maximum number of rows in each buffer.</param>
    /// <param name="getBuffered">Returns a getter of the buffered values of an input column, if they are read anyway; or null.</param>
    public OutputBuffer[] CreateBuffers(DataViewRow source, int count, int capacity, Func<DataViewSchema.Column, Delegate?>? getBuffered = null)
    {
        var buffered = getBuffered?.Invoke(Sequence);
        if (_model.Network.Embedding is not { } embedding)
        {
            var values = new ValueReader(source, Sequence, _model.Network.Features, Options.NonFinite, buffered);
            CompanionReader? beside = FutureColumns is null
                ? CreateCompanionReader(source, getBuffered)
                : new FutureCovariateReader(source, FutureColumns, () => values.Latest, Options.NonFinite, getBuffered);
            return CreateBuffers(new ValueScorer(_model), values, beside, count, capacity);
        }

        var companions = CreateCompanionReader(source, getBuffered);

        if (Sequence.Type is TextDataViewType)
        {
            var texts = new TextTokenReader(source, Sequence, _model.Card.Vocabulary!, buffered);
            return CreateBuffers(new TokenScorer(_model), texts, companions, count, capacity);
        }

        var type = typeof(TokenReader<>).MakeGenericType(InputSequence.GetItemType(Sequence.Type).RawType);
        var tokens = (SequenceReader<long>)Activator.CreateInstance(type, source, Sequence, embedding.VocabularySize, buffered)!;
        return CreateBuffers(new TokenScorer(_model), tokens, companions, count, capacity);
    }

    private bool IsInput(DataViewSchema.Column column) =>
        column.Index == Sequence.Index || FurtherColumns.Any(further => further.Index == column.Index);

    private FurtherInputsReader? CreateCompanionReader(DataViewRow source, Func<DataViewSchema.Column, Delegate?>? getBuffered) =>
        _model.Network.Graph is { OtherInputs: { Count: > 0 } inputs }
            ? FurtherInputsReader.Create(source, inputs, FurtherColumns, Options.NonFinite, getBuffered)
            : null;

    private OutputBuffer[] CreateBuffers<T>(
        ISequenceScorer<T> scorer, SequenceReader<T> reader, CompanionReader? companions, int count, int capacity) =>
    [
        .. Enumerable.Range(0, count)
            .Select(_ => new TypedOutputBuffer<T>(scorer, reader, companions, capacity, Math.Min(capacity, Options.BatchSize))),
    ];
}
