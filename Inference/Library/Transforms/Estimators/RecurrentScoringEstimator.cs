using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Scores a column of sequences with an exported recurrent model. Nothing is learned: <see cref="Fit"/> only checks the schema.</summary>
/// <remarks>
/// Returned by <c>ml.Transforms.ApplyRecurrentModel</c>. Thread-safe. All transformers fitted by one estimator share one loaded model.
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

    /// <summary>Checks the schema of the data, without reading a row, and returns the transformer.</summary>
    /// <param name="input">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or its type or size does not match the model.</exception>
    public RecurrentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RecurrentTransformer(_model, _file, _options, input.Schema);
    }

    /// <summary>Returns the output schema for an input schema.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or its type does not match the model.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return OutputSchema(_model.Card, _options, inputSchema);
    }

    /// <summary>Returns the output schema that a model with the given card produces for an input schema.</summary>
    internal static SchemaShape OutputSchema(ModelCard card, RecurrentScoringOptions options, SchemaShape inputSchema)
    {
        var sequence = InputSequence.Find(card, options.InputColumnName, inputSchema);
        FurtherInputs.Check(card.Network, options, inputSchema);
        FutureColumns.Check(card, options, inputSchema);
        var added = OutputColumns.Create(card, options, GetTime(sequence)).Select(column => column.ToShape()).ToList();
        var others = inputSchema.Where(column => !added.Any(output => output.Name == column.Name));
        return new SchemaShape(others.Concat(added));
    }

    // A schema shape states whether the size of a vector is known, but not the size. The size makes no difference to the shape of the scores.
    private static int? GetTime(SchemaShape.Column sequence) =>
        sequence.Kind == SchemaShape.Column.VectorKind.VariableVector || sequence.ItemType is TextDataViewType ? null : 1;
}
