using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the values of one further input of a model. Not thread-safe.</summary>
internal abstract class FurtherInputReader
{
    /// <summary>Creates a reader of a column.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="input">The input of the model.</param>
    /// <param name="nonFinite">How NaNs and infinities are handled.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public static FurtherInputReader Create(
        DataViewRow row, DataViewSchema.Column column, GraphTensor input, NonFinitePolicy nonFinite, Delegate? buffered)
    {
        var item = InputSequence.GetItemType(column.Type);
        if (item is BooleanDataViewType)
            return new FurtherInputReader<bool>(row, column, input, nonFinite, buffered, static value => value ? 1 : 0);
        if (item is KeyDataViewType)
        {
            // ML.NET numbers keys from 1; 0 is a missing value.
            return item.RawType == typeof(byte) ? new FurtherInputReader<byte>(row, column, input, nonFinite, buffered, static key => key - 1d)
                : item.RawType == typeof(ushort) ? new FurtherInputReader<ushort>(row, column, input, nonFinite, buffered, static key => key - 1d)
                : item.RawType == typeof(uint) ? new FurtherInputReader<uint>(row, column, input, nonFinite, buffered, static key => key - 1d)
                : new FurtherInputReader<ulong>(row, column, input, nonFinite, buffered, static key => key - 1d);
        }

        return item.RawType == typeof(float) ? new FurtherInputReader<float>(row, column, input, nonFinite, buffered, static value => value)
            : item.RawType == typeof(double) ? new FurtherInputReader<double>(row, column, input, nonFinite, buffered, static value => value)
            : item.RawType == typeof(int) ? new FurtherInputReader<int>(row, column, input, nonFinite, buffered, static value => value)
            : new FurtherInputReader<long>(row, column, input, nonFinite, buffered, static value => value);
    }

    /// <summary>Reads the values of the current row into a buffer.</summary>
    /// <inheritdoc cref="CompanionReader.Read(ref float[], int, int)"/>
    public abstract int Read(ref float[] values, int start, int steps);
}
