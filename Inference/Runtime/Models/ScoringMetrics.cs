using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MlNetRecurrent;

/// <summary>What a model tells of its work through <c>System.Diagnostics.Metrics</c>: the meter <c>MlNetRecurrent</c>, for OpenTelemetry and <c>dotnet-counters</c>.</summary>
/// <remarks>Nothing is measured, and no clock is read, while nobody listens.</remarks>
internal sealed class ScoringMetrics(string model)
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MlNetRecurrent";

    private static readonly Meter Meter = new(MeterName, typeof(ScoringMetrics).Assembly.GetName().Version?.ToString(3));
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("mlnet_recurrent.rows", "{row}", "Sequences that were scored.");
    private static readonly Counter<long> Batches = Meter.CreateCounter<long>("mlnet_recurrent.batches", "{batch}", "Calls of a model that scored one or more sequences together.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("mlnet_recurrent.batch.duration", "s", "How long a call of a model took.");
    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>("mlnet_recurrent.reloads", "{reload}", "New versions of the file that were put in use or refused.");

    private readonly KeyValuePair<string, object?> _model = new("model", model);

    /// <summary>The moment a call begins, or 0 while nobody listens.</summary>
    public static long StartTimer() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Tells of a call that scored.</summary>
    /// <param name="rows">How many sequences.</param>
    /// <param name="begin">What <see cref="StartTimer"/> gave.</param>
    public void RecordBatch(int rows, long begin)
    {
        Rows.Add(rows, _model);
        Batches.Add(1, _model);
        if (begin != 0)
            Duration.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds, _model);
    }

    /// <summary>Tells of a new file that was put in use, or of one that was not.</summary>
    public void RecordReload(bool inUse) => Reloads.Add(1, _model, new KeyValuePair<string, object?>("outcome", inUse ? "used" : "refused"));
}
