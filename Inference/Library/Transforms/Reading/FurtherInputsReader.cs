using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Reads the values of the further inputs of a model, in their order.</summary>
internal sealed class FurtherInputsReader(IReadOnlyList<FurtherInputReader> readers) : CompanionReader
{
    /// <summary>Creates a reader.</summary>
    /// <param name="row">The row or cursor that contains the columns.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="columns">The column of each input.</param>
    /// <param name="nonFinite">How NaNs and infinities are handled.</param>
    /// <param name="getBuffered">Returns a getter for the values already buffered for an active column, or null.</param>
    public static FurtherInputsReader Create(
        DataViewRow row,
        IReadOnlyList<GraphTensor> inputs,
        IReadOnlyList<DataViewSchema.Column> columns,
        NonFinitePolicy nonFinite,
        Func<DataViewSchema.Column, Delegate?>? getBuffered) =>
        new([.. inputs.Zip(columns, (input, column) =>
            FurtherInputReader.Create(row, column, input, nonFinite, getBuffered?.Invoke(column)))]);

    /// <inheritdoc/>
    public override int Read(ref float[] values, int start, int steps)
    {
        var end = start;
        foreach (var reader in readers)
            end = checked(end + reader.Read(ref values, end, steps));
        return end - start;
    }
}
