using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>An input of a file in the form that stock transformers score.</summary>
/// <param name="Name">The name in the file, which is that of its column too.</param>
/// <param name="Column">The column of the user.</param>
/// <param name="Shape">The shape for one row; -1 for an axis of any size.</param>
/// <param name="Item">The type of the values: Single, or Int64 for token IDs.</param>
internal sealed record StockInput(string Name, DataViewSchema.Column Column, int[] Shape, PrimitiveDataViewType Item)
{
    /// <summary>The type of the column that the file reads.</summary>
    public VectorDataViewType Type => new(Item, Shape.Contains(-1) ? 0 : Shape.Aggregate(1, (product, size) => product * size));
}
