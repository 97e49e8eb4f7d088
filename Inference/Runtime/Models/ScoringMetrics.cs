using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MlNetRecurrent;

/// <summary>
/// The metrics of a model in the meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c>, for OpenTelemetry and <c>dotnet-counters</c>.
/// </summary>
/// <remarks>Without a listener, nothing is measured and no clock is read.</remarks>
internal sealed class ScoringMetrics(string model)
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MlNetRecurrent";

    private static readonly Meter Meter = new(MeterName, typeof(ScoringMetrics).Assembly.GetName().Version?.ToString(3));
    private static readonly Counter<long> Rows =
        Meter.CreateCounter<long>("mlnet_recurrent.rows", "{row}", "The number of sequences scored.");
    private static readonly Counter<long> Batches =
        Meter.CreateCounter<long>("mlnet_recurrent.batches", "{batch}", "The number of scoring calls, each for one or more sequences.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("mlnet_recurrent.batch.duration", "s", "The duration of a scoring call.");
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
        Rows.Add(rows, _model);
        Batches.Add(1, _model);
        if (startTime != 0)
            Duration.Record(Stopwatch.GetElapsedTime(startTime).TotalSeconds, _model);
    }

    /// <summary>Records whether a new version of the file was loaded or rejected.</summary>
    public void RecordReload(bool inUse) => Reloads.Add(1, _model, new KeyValuePair<string, object?>("outcome", inUse ? "used" : "refused"));
}
