using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// Exports LSTM networks with 8-bit weights: a file of its own, about a quarter as large, that ONNX Runtime alone runs
/// (<c>DynamicQuantizeLSTM</c>).
/// </summary>
/// <remarks>
/// Inputs and hidden states are quantized by the range of the rows that a thread takes, so an answer depends a little on what it is scored
/// together with, on how many threads ONNX Runtime has, and on whether the sequence is fed whole or step by step; about as much as it
/// differs from the float32 answer.
/// </remarks>
public static class Int8Exporter
{
    /// <summary>Writes an int8 file, unless it costs more accuracy than it may.</summary>
    /// <param name="network">A network whose layers are all LSTM; it is left in the mode, training or evaluation, in which it was.</param>
    /// <param name="calibration">
    /// Sequences of the kind that the file will be scored on, with their targets. The cost is measured on all of them, one by one and in
    /// batches of 32; the larger one counts.
    /// </param>
    /// <param name="maxDifference">
    /// The largest <see cref="Int8ExportResult.RootMeanSquareDifference"/> that is let through. Forecasts: in standard deviations of the float32 answers, so 0.05
    /// lets answers move by a twentieth of how far they spread; probabilities: absolute.
    /// </param>
    /// <param name="path">The file.</param>
    /// <param name="card">What the file shall say about itself beyond the network, or null for nothing.</param>
    /// <param name="options">How to export, or null for the defaults.</param>
    /// <returns>The sizes and the cost.</returns>
    /// <exception cref="ExportException">
    /// A layer is no LSTM, the cost is above the limit, or the float32 export fails; nothing is written.
    /// </exception>
    /// <exception cref="SequenceDataException">The calibration data has other sizes than the network reads and answers.</exception>
    /// <exception cref="ArgumentException">The limit is no number, or below 0; float16 weights are asked for; the network has no head.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood at the path stands there still.</exception>
    public static Int8ExportResult Export(
        RecurrentNetwork network, SequenceData calibration, double maxDifference, string path, ModelCard? card = null, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ExportOptions();
        Check(network.Description, maxDifference, options);
        SizeChecks.Check(network.Description, calibration);
        HistoryChecks.Check(network.Description, calibration);

        var float32 = OnnxExporter.Export(network, card, options);
        var model = ModelProto.Parser.ParseFrom(float32.Bytes.Span);
        Int8Lstm.Replace(model.Graph);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Int8Lstm.Domain, Version = 1 });
        var cost = QuantizationCost.Run(float32.Bytes.ToArray(), model.ToByteArray(), network.Description, calibration);
        // A NaN is no smaller than the limit either.
        if (!(cost.RootMeanSquareDifference <= maxDifference))
        {
            throw new ExportException(FormattableString.Invariant(
                $"The int8 answers differ by {cost.RootMeanSquareDifference:g3} ({Unit(network.Description)}) from the float32 ones on {calibration.Count} sequences, more than the limit {maxDifference:g3}: nothing was written. Raise the limit, or keep float32."));
        }

        var int8Card = float32.Card with { Precision = WeightPrecision.Int8, PrecisionError = cost.RootMeanSquareDifference, ParityError = cost.MaxDifference };
        model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value = int8Card.ToJson();
        var int8 = new ExportedModel(model.ToByteArray(), int8Card);
        int8.Save(path);
        return new Int8ExportResult
        {
            Model = int8,
            Float32Bytes = float32.Bytes.Length,
            RootMeanSquareDifference = cost.RootMeanSquareDifference,
            MaxDifference = cost.MaxDifference,
            MetricName = OutputMetric.GetName(network.Description.Task),
            Float32Metric = cost.ExpectedMetric,
            Int8Metric = cost.ActualMetric,
            SequenceCount = calibration.Count,
        };
    }

    private static void Check(NetworkDescription network, double limit, ExportOptions options)
    {
        if (!double.IsFinite(limit) || limit < 0)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "Expected a limit of 0 or more.");
        if (options.Float16Weights)
            throw new ArgumentException("Weights are stored as int8 or as float16: leave Float16Weights out.", nameof(options));
        var others = network.Layers.Index().Where(layer => layer.Item.Cell != RecurrentCell.Lstm)
            .Select(layer => $"layer {layer.Index} is {layer.Item.Cell.DisplayName}").ToArray();
        if (others.Length > 0)
            throw new ExportException($"The network cannot be exported as int8: {string.Join("; ", others)}. ONNX Runtime has an int8 operator for LSTM alone: export it as float32 or with Float16Weights.");
    }

    private static string Unit(NetworkDescription network) => network.Task == RecurrentTask.Forecast
        ? "root mean square, in standard deviations of the float32 answers"
        : "root mean square";
}
