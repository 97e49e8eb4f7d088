using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A cursor over rows with windows. It buffers only the rows that the next window of each series needs.</summary>
internal sealed class WindowCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _source;
    private readonly WindowBinding _binding;
    private readonly bool[] _active;
    private readonly SlidingWindowOptions _options;
    private readonly SeriesLookup? _lookup;
    private readonly StepReader[]? _readers;
    private SeriesHistory? _currentSeries;
    private long _position = -1;

    public WindowCursor(DataViewRowCursor source, WindowBinding binding, bool[] active)
    {
        _source = source;
        _binding = binding;
        _active = active;
        _options = binding.Options;
        if (active[binding.WindowIndex] || binding.DropsRows)
            _lookup = SeriesLookup.Create(source, binding.Series, () => new SeriesHistory(_options.Window + _options.StepsAhead, binding.Width));
        if (active[binding.WindowIndex])
            _readers = [.. CreateReaders()];
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _source.Batch;

    // The number of time steps available for the window of the current row.
    private int Steps => Math.Clamp(_currentSeries!.Count - _options.StepsAhead, 0, _options.Window);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        while (_source.MoveNext())
        {
            if (_lookup is not null && !AddRow())
                continue;
            _position++;
            return true;
        }

        _position = -1;
        _currentSeries = null;
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
        Delegate window = _binding.HasTimes ? (ValueGetter<VBuffer<DateTime>>)GetTimes : (ValueGetter<VBuffer<float>>)GetWindow;
        return column.Index == _binding.WindowIndex
            ? ActiveColumns.CastGetter<TValue>(column, window)
            : _source.GetGetter<TValue>(_binding.InputSchema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _source.Dispose();
        base.Dispose(disposing);
    }

    // Adds the current row to its series. Returns false if the row is dropped.
    private bool AddRow()
    {
        _currentSeries = _lookup!.GetCurrent();
        if (_readers is null)
        {
            _currentSeries.Skip();
        }
        else
        {
            var step = _currentSeries.Add();
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

    private void GetTimes(ref VBuffer<DateTime> value)
    {
        var series = RequireSeries();
        var editor = VBufferEditor.Create(ref value, Steps);
        series.CopyOldest(Steps, MemoryMarshal.Cast<DateTime, float>(editor.Values));
        value = editor.Commit();
    }

    private SeriesHistory RequireSeries() => _currentSeries
        ?? throw new InvalidOperationException("There is no current row: MoveNext has not been called or has returned false.");

    private void GetWindow(ref VBuffer<float> value)
    {
        var series = RequireSeries();
        var steps = Steps;
        var missing = _options.IncompleteWindows == IncompleteWindowPolicy.Pad ? (_options.Window - steps) * _binding.Width : 0;
        var editor = VBufferEditor.Create(ref value, missing + (steps * _binding.Width));
        editor.Values[..missing].Fill(_options.PaddingValue);

        // The newest StepsAhead rows are not part of the window.
        series.CopyOldest(steps, editor.Values[missing..]);
        value = editor.Commit();
    }

    private IEnumerable<StepReader> CreateReaders()
    {
        var start = 0;
        foreach (var column in _binding.Inputs)
        {
            yield return new StepReader(_source, column, start);
            start += StepReader.GetWidth(column.Type);
        }
    }
}
