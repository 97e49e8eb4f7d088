using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds the series that the current row belongs to. Not thread-safe.</summary>
internal abstract class SeriesLookup(Func<SeriesHistory> create)
{
    /// <summary>Returns the series of the current row. A new key starts a new series.</summary>
    public abstract SeriesHistory GetCurrent();

    /// <summary>Creates a lookup by the values of a column, or one that always returns the same series if the column is null.</summary>
    public static SeriesLookup Create(DataViewRow row, DataViewSchema.Column? column, Func<SeriesHistory> create)
    {
        if (column is not { } key)
            return new SingleSeriesLookup(create);
        if (key.Type is TextDataViewType)
            return new TextLookup(row.GetGetter<ReadOnlyMemory<char>>(key), create);
        return (SeriesLookup)Activator.CreateInstance(typeof(ValueLookup<>).MakeGenericType(key.Type.RawType), row, key, create)!;
    }

    /// <summary>Creates an empty series.</summary>
    protected SeriesHistory CreateSeries() => create();

    private sealed class SingleSeriesLookup(Func<SeriesHistory> create) : SeriesLookup(create)
    {
        private SeriesHistory? _series;

        public override SeriesHistory GetCurrent() => _series ??= CreateSeries();
    }

    private sealed class TextLookup(ValueGetter<ReadOnlyMemory<char>> getter, Func<SeriesHistory> create) : SeriesLookup(create)
    {
        private readonly Dictionary<string, SeriesHistory> _series = new(StringComparer.Ordinal);
        private ReadOnlyMemory<char> _key;

        public override SeriesHistory GetCurrent()
        {
            getter(ref _key);
            var bySpan = _series.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!bySpan.TryGetValue(_key.Span, out var series))
                bySpan[_key.Span] = series = CreateSeries();
            return series;
        }
    }

    private sealed class ValueLookup<T>(DataViewRow row, DataViewSchema.Column column, Func<SeriesHistory> create) : SeriesLookup(create)
        where T : struct, IEquatable<T>
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly Dictionary<T, SeriesHistory> _series = [];
        private T _key;

        public override SeriesHistory GetCurrent()
        {
            _getter(ref _key);
            if (!_series.TryGetValue(_key, out var series))
                _series[_key] = series = CreateSeries();
            return series;
        }
    }
}
