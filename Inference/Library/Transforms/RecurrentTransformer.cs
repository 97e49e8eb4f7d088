using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Adds the answers of a recurrent model to data.</summary>
/// <remarks>
/// <para>Thread-safe. Scores are computed while somebody reads them: in batches through a data view, one by one through a
/// <c>PredictionEngine</c>. Data are read once, in order; nothing is scored if the score column is not asked for.</para>
/// <para>It is not disposable: prediction engines dispose the transformer that they share, and this one stays alive. The native memory is
/// freed when the last user of the model is gone.</para>
/// <para>A saved pipeline holds stock ML.NET transformers in its place, so that it opens in any ML.NET application and gives the same columns there.
/// <c>ml.Model.LoadRecurrent</c> brings this one back, with its options.</para>
/// </remarks>
public sealed class RecurrentTransformer : ITransformer
{
    private readonly RecurrentModel _model;
    private readonly byte[] _file;
    private readonly RecurrentScoringOptions _options;
    private readonly DataViewSchema _fittedSchema;

    /// <summary>A transformer over a loaded model.</summary>
    /// <param name="model">The model; it stays open as long as anybody scores with it.</param>
    /// <param name="file">The bytes that the model was loaded from, for saving.</param>
    /// <param name="options">Columns and how to score; the file's name is used in messages only.</param>
    /// <param name="inputSchema">The schema that it was fitted on.</param>
    internal RecurrentTransformer(RecurrentModel model, byte[] file, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        _model = model;
        _file = file;
        _options = options;
        _fittedSchema = inputSchema;
        _ = Bind(inputSchema);
    }

    /// <summary>What the model says about itself.</summary>
    public ModelCard Card => _model.Card;

    /// <summary>How it scores.</summary>
    public RecurrentScoringOptions Options => _options;

    /// <summary>The exported file: written to disk, it is the <c>.onnx</c> file that any host and <see cref="RecurrentModel.Load(string, RecurrentModelOptions)"/> open.</summary>
    public ReadOnlyMemory<byte> ModelBytes => _file;

    /// <summary>The bytes of the exported file.</summary>
    internal byte[] FileBytes => _file;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>A transformer over the bytes of an exported file.</summary>
    /// <exception cref="ArgumentException">An option or the schema does not fit.</exception>
    /// <exception cref="RecurrentModelException">The bytes are damaged, or were not exported by this product.</exception>
    internal static RecurrentTransformer Create(byte[] file, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        OnnxRuntimeEngine.Register();
        options.Validate();
        var model = RecurrentModel.Load(file, options.ModelFile, options.ModelOptions);
        return new RecurrentTransformer(model, file, options, inputSchema);
    }

    /// <summary>The columns of the input, then the score and those beside it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not of a type and size that the model reads.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>The data with the score; no row is read yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not of a type and size that the model reads.</exception>
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
                $"Input column '{_options.InputColumnName}' is text, which ML.NET's own transformers cannot read as this model does: the pipeline cannot be saved. Save the model's file and apply that, or give the column as tokens.");
        }

        using var stock = new StockPipeline(_file, Card, _options, _fittedSchema);
        stock.Save(ctx);
    }

    private ScoringBinding Bind(DataViewSchema inputSchema) => new(_model, _options, inputSchema);
}
