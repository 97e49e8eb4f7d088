using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The values of one column in rows that were read ahead.</summary>
/// <remarks>ML.NET's own row shuffler buffers columns the same way: a typed buffer for each active column, made by reflection once per cursor.</remarks>
internal abstract class ColumnBuffer(int capacity)
{
    private readonly ExceptionDispatchInfo?[] _faults = new ExceptionDispatchInfo?[capacity];

    /// <summary>A buffer for a column of any type.</summary>
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

    /// <summary>Keeps the value of the source's current row. A fault is kept for whoever asks for the value.</summary>
    public void Read(int row)
    {
        try
        {
            Store(row);
            _faults[row] = null;
        }
        catch (Exception exception)
        {
            _faults[row] = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the value in the row that <paramref name="current"/> names.</summary>
    public abstract Delegate CreateGetter(Func<int> current);

    /// <summary>Fetches the value of the source's current row.</summary>
    protected abstract void Store(int row);

    /// <summary>Throws what went wrong when the row was read.</summary>
    protected void ThrowFault(int row) => _faults[row]?.Throw();
}
