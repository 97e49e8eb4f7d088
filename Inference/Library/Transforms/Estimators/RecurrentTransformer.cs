using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Adds the scores of a recurrent model to data.</summary>
/// <remarks>
/// <para>Thread-safe. Scores are computed lazily: in batches through a data view, row by row through a <c>PredictionEngine</c>. The data is read
/// once, in order. Nothing is scored unless an output column is requested.</para>
/// <para>The transformer is not disposable, because a prediction engine disposes the transformer it was created from. Native memory is freed when the
/// model is no longer referenced.</para>
/// <para>A saved pipeline contains equivalent stock ML.NET transformers instead, so any ML.NET application can load it and gets the same columns.
/// <c>ml.Model.LoadRecurrent</c> restores this transformer and its options.</para>
/// </remarks>
public sealed class RecurrentTransformer : ITransformer
{
    private readonly RecurrentModel _model;
    private readonly byte[] _file;
    private readonly RecurrentScoringOptions _options;
    private readonly DataViewSchema _fittedSchema;

    /// <summary>Creates a transformer for a loaded model.</summary>
    /// <param name="model">The model. It stays open as long as it is referenced.</param>
    /// <param name="file">The bytes that the model was loaded from, used for saving.</param>
    /// <param name="options">The columns and scoring settings. The path of the file is used in messages only.</param>
    /// <param name="inputSchema">The schema that the transformer is fitted on.</param>
    internal RecurrentTransformer(RecurrentModel model, byte[] file, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        _model = model;
        _file = file;
        _options = options;
        _fittedSchema = inputSchema;
        _ = Bind(inputSchema);
    }

    /// <summary>The metadata of the model.</summary>
    public ModelCard Card => _model.Card;

    /// <summary>The scoring options.</summary>
    public RecurrentScoringOptions Options => _options;

    /// <summary>
    /// The contents of the exported <c>.onnx</c> file. Written to disk, they can be loaded by any ONNX host and by
    /// <see cref="RecurrentModel.Load(string, RecurrentModelOptions)"/>.
    /// </summary>
    public ReadOnlyMemory<byte> ModelBytes => _file;

    /// <summary>The array behind <see cref="ModelBytes"/>.</summary>
    internal byte[] FileBytes => _file;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Creates a transformer from the bytes of an exported file.</summary>
    /// <exception cref="ArgumentException">An option is invalid, or the schema does not match the model.</exception>
    /// <exception cref="RecurrentModelException">The bytes are damaged, or were not exported by MlNetRecurrent.</exception>
    internal static RecurrentTransformer Create(byte[] file, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        OnnxRuntimeEngine.Register();
        options.Validate();
        var model = RecurrentModel.Load(file, options.ModelFile, options.ModelOptions);
        return new RecurrentTransformer(model, file, options, inputSchema);
    }

    /// <summary>Returns the input columns followed by the score column and the columns derived from it.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or its type or size does not match the model.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>Returns the data with the score columns. No row is read until they are requested.</summary>
    /// <param name="input">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or its type or size does not match the model.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RecurrentDataView(input, Bind(input.Schema));
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RecurrentRowMapper(Bind(inputSchema));
    }

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        if (_fittedSchema[_options.InputColumnName].Type is TextDataViewType)
        {
            throw new NotSupportedException(
                $"The pipeline cannot be saved: input column '{_options.InputColumnName}' is text, which stock ML.NET transformers cannot "
                + "tokenize as this model does. Save the model file and apply it, or provide the column as token IDs.");
        }

        if (_options.ComputesFutureCovariates)
        {
            var names = string.Join(", ", FutureCovariateBuilder.FromCard(Card).Names);
            throw new NotSupportedException(
                $"The pipeline cannot be saved: the future covariates ({names}) are computed from {nameof(_options.TimeColumnName)} or "
                + $"{nameof(_options.EarlierTargetsColumnName)}, which stock ML.NET transformers cannot do. Save the model file and apply it, or "
                + $"provide a column with all future covariates in {nameof(_options.FutureColumnName)}.");
        }

        using var stock = new StockPipeline(CreateStockFile(), Card, _options, _fittedSchema);
        stock.Save(ctx);
    }

    private StockFile CreateStockFile()
    {
        var binding = Bind(_fittedSchema);
        if (_model.Network.Graph is not null)
            return ForeignStockGraph.Extend(_file, _model, _options, binding.Sequence, binding.FurtherColumns);

        // The file of another program has other names and shapes than ours: what was read from it is saved.
        var (file, options) = ConvertedFile.IsNeeded(_file, _options) ? ConvertedFile.Create(_file, Card, _options) : (_file, _options);
        return StockGraph.Create(file, Card, options, binding.Sequence, binding.FutureColumns is null ? null : binding.FurtherColumns[0]);
    }

    private ScoringBinding Bind(DataViewSchema inputSchema) => new(_model, _options, inputSchema);
}
