using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Walks over rows with windows. Of each series it keeps what its next window needs, and no more.</summary>
internal sealed class WindowCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _source;
    private readonly WindowBinding _binding;
    private readonly bool[] _active;
    private readonly SlidingWindowOptions _options;
    private readonly SeriesLookup? _series;
    private readonly StepReader[]? _readers;
    private SeriesHistory? _current;
    private long _position = -1;

    public WindowCursor(DataViewRowCursor source, WindowBinding binding, bool[] active)
    {
        _source = source;
        _binding = binding;
        _active = active;
        _options = binding.Options;
        if (active[binding.WindowIndex] || binding.DropsRows)
            _series = SeriesLookup.Create(source, binding.Series, () => new SeriesHistory(_options.Window + _options.StepsAhead, binding.Width));
        if (active[binding.WindowIndex])
            _readers = [.. Readers()];
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _source.Batch;

    // How many steps stand before the end of the current row's window.
    private int Steps => Math.Clamp(_current!.Count - _options.StepsAhead, 0, _options.Window);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        while (_source.MoveNext())
        {
            if (_series is not null && !Count())
                continue;
            _position++;
            return true;
        }

        _position = -1;
        _current = null;
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _source.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(_binding.OutputSchema, column, _active);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.RequireActive(_binding.OutputSchema, column, _active);
        return column.Index == _binding.WindowIndex
            ? ActiveColumns.Typed<TValue>(column, (ValueGetter<VBuffer<float>>)Window)
            : _source.GetGetter<TValue>(_binding.InputSchema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _source.Dispose();
        base.Dispose(disposing);
    }

    // Takes the current row into its series; false where the row is left out.
    private bool Count()
    {
        _current = _series!.Current();
        if (_readers is null)
        {
            _current.Skip();
        }
        else
        {
            var step = _current.Add();
            foreach (var reader in _readers)
                reader.Read(step);
        }

        return _options.IncompleteWindows switch
        {
            IncompleteWindowPolicy.Drop => Steps == _options.Window,
            IncompleteWindowPolicy.KeepShort => Steps > 0,
            _ => true,
        };
    }

    private void Window(ref VBuffer<float> value)
    {
        if (_current is null)
            throw new InvalidOperationException("There is no row to read: MoveNext was not called yet, or returned false.");
        var steps = Steps;
        var missing = _options.IncompleteWindows == IncompleteWindowPolicy.Pad ? (_options.Window - steps) * _binding.Width : 0;
        var editor = VBufferEditor.Create(ref value, missing + (steps * _binding.Width));
        editor.Values[..missing].Fill(_options.PaddingValue);
        _current.CopyOldest(steps, editor.Values[missing..]);
        value = editor.Commit();
    }

    private IEnumerable<StepReader> Readers()
    {
        var start = 0;
        foreach (var column in _binding.Inputs)
        {
            yield return new StepReader(_source, column, start);
            start += StepReader.GetWidth(column.Type);
        }
    }
}
