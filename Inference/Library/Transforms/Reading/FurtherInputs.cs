using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds and checks the columns of the further inputs of a model: what another program's graph reads beside the sequences.</summary>
internal static class FurtherInputs
{
    private const string Types = "Single, Double, Int32, Int64, Boolean or a key, or a vector of these";

    /// <summary>Finds the columns in a schema, in the order of the inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size does not match its input.</exception>
    public static IReadOnlyList<DataViewSchema.Column> Find(NetworkDescription network, RecurrentScoringOptions options, DataViewSchema inputSchema)
    {
        var inputs = network.Graph?.OtherInputs ?? [];
        return [.. inputs.Select(input => Find(input, GetName(input, options, inputs), inputSchema))];
    }

    /// <summary>Checks the columns in a schema shape, which does not state the sizes of vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type does not match its input.</exception>
    public static void Check(NetworkDescription network, RecurrentScoringOptions options, SchemaShape inputSchema)
    {
        var inputs = network.Graph?.OtherInputs ?? [];
        foreach (var input in inputs)
        {
            var name = GetName(input, options, inputs);
            if (!inputSchema.Any(other => other.Name == name))
                throw Missing(input, name, inputSchema.Select(other => other.Name), nameof(inputSchema));
            var column = inputSchema.First(other => other.Name == name);
            var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
            if ((!column.IsKey && !IsSupported(column.ItemType)) || (!isVector && input.Size > 1))
                throw Mismatch(input, name, isVector ? $"Vector<{column.ItemType}>" : $"{column.ItemType}", nameof(inputSchema));
        }
    }

    private static string GetName(GraphTensor input, RecurrentScoringOptions options, IReadOnlyList<GraphTensor> inputs) =>
        options.InputColumns.TryGetValue(input.Name, out var name)
            ? name
            : throw new ArgumentOutOfRangeException(
                nameof(options),
                $"The model has further inputs: {string.Join(", ", inputs)}. Set {nameof(RecurrentScoringOptions)}."
                + $"{nameof(RecurrentScoringOptions.InputColumns)} to the column of '{input.Name}', or "
                + $"{nameof(RecurrentScoringOptions.InputValues)} to a fixed value.");

    private static DataViewSchema.Column Find(GraphTensor input, string name, DataViewSchema inputSchema)
    {
        if (inputSchema.GetColumnOrNull(name) is not { } column)
            throw Missing(input, name, inputSchema.Where(other => !other.IsHidden).Select(other => other.Name), nameof(inputSchema));
        var item = InputSequence.GetItemType(column.Type);
        var size = column.Type is VectorDataViewType vector ? vector.Size : 1;
        var fits = input.HasSteps ? size % input.Size == 0 : size == input.Size || size == 0;
        if (!fits || !(item is KeyDataViewType || IsSupported(item)))
            throw Mismatch(input, name, $"{column.Type}", nameof(inputSchema));
        return column;
    }

    private static bool IsSupported(DataViewType item) =>
        item == NumberDataViewType.Single || item == NumberDataViewType.Double
        || item == NumberDataViewType.Int32 || item == NumberDataViewType.Int64
        || item is BooleanDataViewType;

    private static ArgumentOutOfRangeException Missing(GraphTensor input, string name, IEnumerable<string> others, string parameter) => new(
        parameter,
        $"Schema mismatch for input column '{name}' of the input {input}: expected {DescribeExpected(input)}, got no such column. "
        + ColumnNames.Describe(others));

    private static ArgumentOutOfRangeException Mismatch(GraphTensor input, string name, string got, string parameter) => new(
        parameter,
        $"Schema mismatch for input column '{name}' of the input {input}: expected {DescribeExpected(input)}, got {got}. "
        + $"The type can be {Types}.");

    private static string DescribeExpected(GraphTensor input) =>
        input.HasSteps ? $"a vector of [time, {input.Size}]" : input.Size == 1 ? "a single value" : $"a vector of {input.Size} values";
}
