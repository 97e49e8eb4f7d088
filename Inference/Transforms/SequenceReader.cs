using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the sequence [time, features] of the current row, and checks its length. Not thread-safe.</summary>
internal sealed class SequenceReader
{
    private readonly DataViewRow _row;
    private readonly string _name;
    private readonly int _features;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private VBuffer<float> _sequence;

    /// <summary>A reader of a column.</summary>
    /// <param name="row">The row or cursor that the column belongs to.</param>
    /// <param name="column">Single or Vector&lt;Single&gt;.</param>
    /// <param name="features">Values per time step.</param>
    /// <param name="kept">A getter of the column's value where somebody has fetched it already, so that nothing is computed twice; or null.</param>
    public SequenceReader(DataViewRow row, DataViewSchema.Column column, int features, Delegate? kept = null)
    {
        _row = row;
        _name = column.Name;
        _features = features;
        _getter = column.Type is VectorDataViewType
            ? kept as ValueGetter<VBuffer<float>> ?? row.GetGetter<VBuffer<float>>(column)
            : AsVector(kept as ValueGetter<float> ?? row.GetGetter<float>(column));
    }

    /// <summary>Writes the sequence behind what is there already, and returns how many values it has.</summary>
    /// <exception cref="InvalidOperationException">It is empty, or its length is no multiple of the features.</exception>
    public int Read(ref float[] values, int start)
    {
        _getter(ref _sequence);
        var length = _sequence.Length;
        if (length == 0 || length % _features != 0)
        {
            throw new InvalidOperationException(
                $"Input column '{_name}', row {_row.Position}: expected a sequence [time, features] of at least one time step and {_features} values each, got {length} values. Leave the row out or complete it.");
        }

        if (values.Length - start < length)
            Array.Resize(ref values, Math.Max(checked(start + length), (int)Math.Min(2L * values.Length, Array.MaxLength)));
        _sequence.CopyTo(values.AsSpan(start, length));
        return length;
    }

    private static ValueGetter<VBuffer<float>> AsVector(ValueGetter<float> getter) => (ref VBuffer<float> sequence) =>
    {
        var editor = VBufferEditor.Create(ref sequence, 1);
        getter(ref editor.Values[0]);
        sequence = editor.Commit();
    };
}
