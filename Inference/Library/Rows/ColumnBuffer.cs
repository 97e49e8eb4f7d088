using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The values of one column in rows that are read ahead.</summary>
/// <remarks>
/// The row shuffler of ML.NET buffers columns the same way: each cursor creates a typed buffer for each active column by reflection.
/// </remarks>
internal abstract class ColumnBuffer(int capacity)
{
    private readonly ExceptionDispatchInfo?[] _errors = new ExceptionDispatchInfo?[capacity];

    /// <summary>Creates a buffer for a column of any type.</summary>
    public static ColumnBuffer Create(DataViewRow source, DataViewSchema.Column column, int capacity)
    {
        var raw = column.Type.RawType;
        if (raw == typeof(ReadOnlyMemory<char>))
            return new TextBuffer(source, column, capacity);
        if (raw == typeof(VBuffer<ReadOnlyMemory<char>>))
            return new TextVectorBuffer(source, column, capacity);
        var type = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ValueBuffer<>).MakeGenericType(raw);
        return (ColumnBuffer)Activator.CreateInstance(type, source, column, capacity)!;
    }

    /// <summary>Stores the value of the current row of the source. An exception is stored, and thrown when the value is requested.</summary>
    public void Read(int row)
    {
        try
        {
            Store(row);
            _errors[row] = null;
        }
        catch (Exception exception)
        {
            _errors[row] = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Creates a <see cref="ValueGetter{TValue}"/> of the value in the row with the index that <paramref name="current"/> returns.</summary>
    public abstract Delegate CreateGetter(Func<int> current);

    /// <summary>Stores the value of the current row of the source.</summary>
    protected abstract void Store(int row);

    /// <summary>Throws the exception that occurred when the row was read, if any.</summary>
    protected void ThrowError(int row) => _errors[row]?.Throw();
}
