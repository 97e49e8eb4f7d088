using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Exports LSTM networks with 8-bit weights, for <see cref="OnnxExporter.ExportInt8"/>.</summary>
internal static class Int8Exporter
{
    /// <summary>Writes an int8 file.</summary>
    /// <exception cref="ExportException">
    /// A layer is not an LSTM, or the outputs differ from those of the float32 file by more than the limit. No file is written.
    /// </exception>
    public static Int8ExportResult Run(
        RecurrentNetwork network, SequenceData calibration, double maxRootMeanSquareDifference, string path, ModelCard? card, ExportOptions options)
    {
        Check(network.Description, maxRootMeanSquareDifference, options);
        SizeChecks.Check(network.Description, calibration);
        HistoryChecks.Check(network.Description, calibration);

        var float32 = OnnxExporter.Export(network, card, options);
        var model = ModelProto.Parser.ParseFrom(float32.Bytes.Span);
        Int8Lstm.Replace(model.Graph);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Int8Lstm.Domain, Version = 1 });
        var error = QuantizationError.Measure(float32.Bytes.ToArray(), model.ToByteArray(), network.Description, calibration);
        // Negated, so that a NaN exceeds the limit too.
        if (!(error.RootMeanSquareDifference <= maxRootMeanSquareDifference))
        {
            throw new ExportException(FormattableString.Invariant(
                $"The int8 outputs differ from the float32 outputs by {error.RootMeanSquareDifference:g3} ({Unit(network.Description)}) on ")
                + FormattableString.Invariant($"{calibration.Count} sequences, more than the limit {maxRootMeanSquareDifference:g3}: ")
                + "nothing was written. Raise the limit, or export as float32.");
        }

        var int8Card = float32.Card! with
        {
            Precision = WeightPrecision.Int8,
            PrecisionError = error.RootMeanSquareDifference,
            ParityError = error.MaxDifference,
        };
        model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value = int8Card.ToJson();
        var int8 = new ExportedModel(model.ToByteArray(), int8Card);
        int8.Save(path);
        return new Int8ExportResult
        {
            Model = int8,
            Float32Bytes = float32.Bytes.Length,
            RootMeanSquareDifference = error.RootMeanSquareDifference,
            MaxDifference = error.MaxDifference,
            MetricName = OutputMetric.GetName(network.Description.Task),
            Float32Metric = error.Float32Metric,
            Int8Metric = error.Int8Metric,
            SequenceCount = calibration.Count,
        };
    }

    private static void Check(NetworkDescription network, double maxRootMeanSquareDifference, ExportOptions options)
    {
        if (!double.IsFinite(maxRootMeanSquareDifference) || maxRootMeanSquareDifference < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxRootMeanSquareDifference), maxRootMeanSquareDifference, "The limit must be a finite number of at least 0.");
        }

        if (options.Float16Weights)
            throw new ArgumentException("Weights are stored either as int8 or as float16: do not set Float16Weights.", nameof(options));
        var unsupported = network.Layers.Index().Where(layer => layer.Item.Cell != RecurrentCell.Lstm)
            .Select(layer => $"layer {layer.Index} is {layer.Item.Cell.DisplayName}").ToArray();
        if (unsupported.Length > 0)
        {
            throw new ExportException(
                $"The network cannot be exported as int8: {string.Join("; ", unsupported)}. "
                + "ONNX Runtime has an int8 operator for LSTM layers only: export the network as float32 or with Float16Weights.");
        }
    }

    private static string Unit(NetworkDescription network) => network.Task == RecurrentTask.Forecast
        ? "root mean square, in standard deviations of the float32 outputs"
        : "root mean square";
}
