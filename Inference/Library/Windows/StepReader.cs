using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the values of one column into its place in a time step. Not thread-safe.</summary>
internal sealed class StepReader
{
    private readonly ValueGetter<float>? _value;
    private readonly ValueGetter<VBuffer<float>>? _vector;
    private readonly int _start;
    private readonly int _width;
    private VBuffer<float> _buffer;

    /// <summary>A reader of a column.</summary>
    /// <param name="row">The cursor that the column belongs to.</param>
    /// <param name="column">Single, or Vector&lt;Single&gt; of known size.</param>
    /// <param name="start">Where its values stand in the step.</param>
    public StepReader(DataViewRow row, DataViewSchema.Column column, int start)
    {
        _start = start;
        _width = GetWidth(column.Type);
        if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<float>>(column);
        else
            _value = row.GetGetter<float>(column);
    }

    /// <summary>How many values of a step a column gives.</summary>
    public static int GetWidth(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>Reads the current row.</summary>
    public void Read(Span<float> step)
    {
        if (_value is not null)
        {
            _value(ref step[_start]);
            return;
        }

        _vector!(ref _buffer);
        _buffer.CopyTo(step.Slice(_start, _width));
    }
}
