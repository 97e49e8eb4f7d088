using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Scores a column of sequences by an exported recurrent model. Nothing is learned: fitting checks the schema.</summary>
/// <remarks>
/// Made by <see cref="RecurrentCatalog.ApplyRecurrentModel(TransformsCatalog, RecurrentScoringOptions)"/>. Thread-safe; all
/// transformers that come of it share one loaded model.
/// </remarks>
public sealed class RecurrentScoringEstimator : IEstimator<RecurrentTransformer>
{
    private readonly RecurrentScoringOptions _options;
    private readonly byte[] _file;
    private readonly RecurrentModel _model;

    internal RecurrentScoringEstimator(RecurrentScoringOptions options)
    {
        OnnxRuntimeEngine.Register();
        options.Validate();
        _options = options;
        var file = OnnxFile.Open(options.ModelFile);
        _file = file.Bytes;
        _model = RecurrentModel.Load(file, options.ModelOptions);
    }

    /// <summary>Checks the schema of the data, without reading a row, and gives the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not of a type and size that the model reads.</exception>
    /// <exception cref="NotSupportedException">The model reads covariates known ahead too.</exception>
    public RecurrentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RecurrentTransformer(_model, _file, _options, input.Schema);
    }

    /// <summary>The columns that the transformer gives for columns like these.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not of a type that the model reads.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return OutputSchema(_model.Card, _options, inputSchema);
    }

    /// <summary>The columns that a transformer of a model like this one gives for columns like these.</summary>
    internal static SchemaShape OutputSchema(ModelCard card, RecurrentScoringOptions options, SchemaShape inputSchema)
    {
        var sequence = InputSequence.Find(card, options.InputColumnName, inputSchema);
        var added = OutputColumns.Create(card, options, TimeOf(sequence)).Select(column => column.ToShape()).ToList();
        var others = inputSchema.Where(column => !added.Any(answer => answer.Name == column.Name));
        return new SchemaShape(others.Concat(added));
    }

    // A shape tells whether a size is known, not which it is; which one makes no difference to the shape of the scores.
    private static int? TimeOf(SchemaShape.Column sequence) =>
        sequence.Kind == SchemaShape.Column.VectorKind.VariableVector || sequence.ItemType is TextDataViewType ? null : 1;
}
