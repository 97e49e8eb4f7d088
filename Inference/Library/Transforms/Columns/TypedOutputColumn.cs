using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>An output column with values of one type.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="type">The type of the column, with <typeparamref name="T"/> as its raw type.</param>
/// <param name="names">The class names, or null if the column has none.</param>
/// <param name="convert">Converts the output of the model to the value.</param>
internal sealed class TypedOutputColumn<T>(string name, DataViewType type, ClassNames? names, OutputConversion<T> convert)
    : OutputColumn(name, type, names)
{
    /// <inheritdoc/>
    /// <remarks><see cref="SchemaShape.Column"/> has no public constructor: a stock estimator that adds an equal column provides it.</remarks>
    public override SchemaShape.Column ToShape()
    {
        var added = SchemaDefinition.Create(typeof(Added));
        added[0].ColumnName = Name;
        added[0].ColumnType = Type;
        Names?.AddTo(added[0]);
        return new MLContext().Transforms
            .CustomMapping<NoColumns, Added>((_, _) => { }, contractName: null, outputSchemaDefinition: added)
            .GetOutputSchema(new SchemaShape([]))[0];
    }

    /// <inheritdoc/>
    public override Delegate CreateGetter(RowOutputGetter output) => (ValueGetter<T>)((ref T value) => convert(output(), ref value));

    private sealed class NoColumns;

    private sealed class Added
    {
        public T Value { get; set; } = default!;
    }
}
