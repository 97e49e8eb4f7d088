using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Collects the measurements of one model, as OpenTelemetry does.</summary>
internal sealed class MeterRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _model;

    public MeterRecorder(string model)
    {
        _model = model;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "MlNetRecurrent")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentQueue<(string Name, string? Unit, double Value, string Tags)> Measurements { get; } = new();

    public double Sum(string name) => Measurements.Where(measurement => measurement.Name == name).Sum(measurement => measurement.Value);

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Other tests score at the same time, so only the measurements of this model count.
        var all = tags.ToArray();
        if (all.Contains(new KeyValuePair<string, object?>("model", _model)))
            Measurements.Enqueue((instrument.Name, instrument.Unit, value, string.Join(", ", all.Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
