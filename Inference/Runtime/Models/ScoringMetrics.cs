using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MlNetRecurrent;

/// <summary>
/// The metrics of a model in the meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c>, for OpenTelemetry and <c>dotnet-counters</c>.
/// </summary>
/// <remarks>Without a listener, nothing is measured and no clock is read.</remarks>
/// <param name="model">The name of the model: the tag of every measurement.</param>
/// <param name="listenerFailed">
/// Receives what a listener throws. Null: it is thrown to the caller, as instruments do.
/// </param>
internal sealed class ScoringMetrics(string model, Action<Exception>? listenerFailed = null)
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MlNetRecurrent";

    private static readonly Meter Meter = new(MeterName, typeof(ScoringMetrics).Assembly.GetName().Version?.ToString(3));

    // Calls take microseconds to seconds. The default boundaries are meant for milliseconds: 5 is the first.
    private static readonly InstrumentAdvice<double> DurationAdvice = new()
    {
        HistogramBucketBoundaries =
        [
            1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
        ],
    };

    private static readonly Counter<long> Rows =
        Meter.CreateCounter<long>("mlnet_recurrent.rows", "{row}", "The number of sequences scored.");
    private static readonly Counter<long> Batches =
        Meter.CreateCounter<long>("mlnet_recurrent.batches", "{batch}", "The number of scoring calls, each for one or more sequences.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("mlnet_recurrent.batch.duration", "s", "The duration of a scoring call.", tags: null, DurationAdvice);
    private static readonly Counter<long> Reloads =
        Meter.CreateCounter<long>("mlnet_recurrent.reloads", "{reload}", "The number of new versions of the file that were loaded or rejected.");

    private readonly KeyValuePair<string, object?> _model = new("model", model);

    /// <summary>Returns the time stamp at the start of a call; 0 without a listener.</summary>
    public static long StartTimer() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records a scoring call.</summary>
    /// <param name="rows">The number of sequences.</param>
    /// <param name="startTime">The result of <see cref="StartTimer"/>.</param>
    public void RecordBatch(int rows, long startTime)
    {
        try
        {
            Rows.Add(rows, _model);
            Batches.Add(1, _model);
            if (startTime != 0)
                Duration.Record(Stopwatch.GetElapsedTime(startTime).TotalSeconds, _model);
        }
        catch (Exception exception) when (listenerFailed is not null)
        {
            listenerFailed(exception);
        }
    }

    /// <summary>Records whether a new version of the file was loaded or rejected.</summary>
    public void RecordReload(bool inUse)
    {
        try
        {
            Reloads.Add(1, _model, new KeyValuePair<string, object?>("outcome", inUse ? "used" : "refused"));
        }
        catch (Exception exception) when (listenerFailed is not null)
        {
            listenerFailed(exception);
        }
    }
}
