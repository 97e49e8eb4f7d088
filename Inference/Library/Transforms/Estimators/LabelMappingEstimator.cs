using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Maps labels to keys in the class order of a model. Nothing is learned: <c>Fit</c> only checks the schema.</summary>
/// <remarks>
/// Returned by <c>ml.Transforms.MapLabelToModelKeys</c>. The fitted transformers are stock ML.NET transformers and are saved as such.
/// </remarks>
internal sealed class LabelMappingEstimator : IEstimator<TransformerChain<ITransformer>>
{
    private readonly MLContext _context = new();
    private readonly string _output;
    private readonly string _input;
    private readonly IReadOnlyList<string> _labels;

    public LabelMappingEstimator(string output, string input, ModelCard card)
    {
        if (card.Network.Classes == 0)
            throw new ArgumentException($"The model has no classes to map labels to: its task is {card.Network.Task}.", nameof(card));
        _output = output;
        _input = input;
        _labels = ClassNames.FromCard(card);
    }

    /// <summary>Checks the schema of the data, without reading a row, and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing, or is not text, a number, Boolean or a key with names.</exception>
    public TransformerChain<ITransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema.GetColumnOrNull(_input) is not { } column)
            throw Mismatch("got no such column", nameof(input));
        return CreateSteps(column.Type, column.HasKeyValues()).Fit(input);
    }

    /// <summary>Returns the output schema for an input schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing, or is not text, a number, Boolean or a key with names.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = inputSchema.FirstOrDefault(column => column.Name == _input);
        if (column.Name is null)
            throw Mismatch("got no such column", nameof(inputSchema));
        var hasNames = column.Annotations.Any(annotation => annotation.Name == "KeyValues");
        DataViewType type = column.Kind != SchemaShape.Column.VectorKind.Scalar
            ? new VectorDataViewType((PrimitiveDataViewType)column.ItemType)
            : column.IsKey ? new KeyDataViewType(typeof(uint), 1) : column.ItemType;
        return CreateSteps(type, hasNames).GetOutputSchema(inputSchema);
    }

    private EstimatorChain<ITransformer> CreateSteps(DataViewType type, bool hasKeyNames)
    {
        var conversion = _context.Transforms.Conversion;
        var names = _context.Data.LoadFromEnumerable(_labels.Select(label => new Name { Value = label }).ToArray());
        var steps = new EstimatorChain<ITransformer>();
        switch (type)
        {
            case TextDataViewType:
                return steps.Append<ITransformer>(conversion.MapValueToKey(_output, _input, keyData: names));
            case NumberDataViewType or BooleanDataViewType:
                return steps.Append<ITransformer>(conversion.ConvertType(_output, _input, DataKind.String))
                    .Append<ITransformer>(conversion.MapValueToKey(_output, _output, keyData: names));
            case KeyDataViewType when hasKeyNames:
                return steps.Append<ITransformer>(conversion.MapKeyToValue(_output, _input))
                    .Append<ITransformer>(conversion.MapValueToKey(_output, _output, keyData: names));
            default:
                throw Mismatch($"got {type}", "inputSchema");
        }
    }

    private ArgumentOutOfRangeException Mismatch(string got, string parameter) => new(
        parameter,
        $"Schema mismatch for label column '{_input}': expected text, a number, Boolean or a key with text names, {got}. "
        + $"The classes of the model are {string.Join(", ", _labels.Select(label => $"'{label}'"))}.");

    private sealed class Name
    {
        public string Value { get; set; } = "";
    }
}
