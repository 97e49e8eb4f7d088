using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A column of values of one type.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="type">The type of the column, with <typeparamref name="T"/> as its raw type.</param>
/// <param name="names">The names of the classes, where the column has them.</param>
/// <param name="convert">Makes the value from an answer.</param>
internal sealed class TypedOutputColumn<T>(string name, DataViewType type, ClassNames? names, OutputConversion<T> convert) : OutputColumn(name, type, names)
{
    /// <inheritdoc/>
    /// <remarks>Columns of shapes have no public constructor: a stock estimator that adds a column like this one is asked for its.</remarks>
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
