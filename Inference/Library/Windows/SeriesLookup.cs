using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds the series that the current row belongs to. Not thread-safe.</summary>
internal abstract class SeriesLookup(Func<SeriesHistory> create)
{
    /// <summary>Returns the series of the current row. A new key starts a new series.</summary>
    public abstract SeriesHistory GetCurrent();

    /// <summary>Creates a lookup by the values of a column, or a single series if there is no such column.</summary>
    public static SeriesLookup Create(DataViewRow row, DataViewSchema.Column? column, Func<SeriesHistory> create)
    {
        if (column is not { } key)
            return new OneSeries(create);
        if (key.Type is TextDataViewType)
            return new SeriesByText(row.GetGetter<ReadOnlyMemory<char>>(key), create);
        return (SeriesLookup)Activator.CreateInstance(typeof(SeriesByValue<>).MakeGenericType(key.Type.RawType), row, key, create)!;
    }

    /// <summary>Creates an empty series.</summary>
    protected SeriesHistory New() => create();

    private sealed class OneSeries(Func<SeriesHistory> create) : SeriesLookup(create)
    {
        private SeriesHistory? _series;

        public override SeriesHistory GetCurrent() => _series ??= New();
    }

    private sealed class SeriesByText(ValueGetter<ReadOnlyMemory<char>> getter, Func<SeriesHistory> create) : SeriesLookup(create)
    {
        private readonly Dictionary<string, SeriesHistory> _series = new(StringComparer.Ordinal);
        private ReadOnlyMemory<char> _key;

        public override SeriesHistory GetCurrent()
        {
            getter(ref _key);
            var bySpan = _series.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!bySpan.TryGetValue(_key.Span, out var series))
                bySpan[_key.Span] = series = New();
            return series;
        }
    }

    private sealed class SeriesByValue<T>(DataViewRow row, DataViewSchema.Column column, Func<SeriesHistory> create) : SeriesLookup(create)
        where T : struct, IEquatable<T>
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly Dictionary<T, SeriesHistory> _series = [];
        private T _key;

        public override SeriesHistory GetCurrent()
        {
            _getter(ref _key);
            if (!_series.TryGetValue(_key, out var series))
                _series[_key] = series = New();
            return series;
        }
    }
}
