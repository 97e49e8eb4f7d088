using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class Int8ExportTests
{
    [Theory]
    [InlineData(1, 1, 16, false)]
    [InlineData(2, 2, 9, false)]
    [InlineData(3, 1, 17, true)]
    [InlineData(2, 3, 32, true)]
    public void ExportInt8_LstmForecaster_LoadsAndReportsTheDifference(int features, int layers, int hidden, bool bidirectional)
    {
        using var network = Calibrations.Forecaster(features, hidden, layers, bidirectional);
        using var data = Calibrations.Waves(features);
        using var folder = new TemporaryFolder();
        var path = folder["int8.onnx"];

        var report = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, path);

        using var model = RecurrentModel.Load(path);
        Assert.Equal(WeightPrecision.Int8, model.Card.Precision);
        Assert.Equal(report.RootMeanSquareDifference, model.Card.PrecisionError);
        Assert.Equal(new FileInfo(path).Length, report.Int8Bytes);
        Assert.Equal(data.Count, report.SequenceCount);
        Assert.Equal("rmse", report.MetricName);
        Assert.InRange(report.RootMeanSquareDifference, 1e-6, 0.5);
        Assert.InRange(report.MaxDifference, 1e-6, 0.1);
        Assert.Equal(Rmse(network, data, features), report.Float32Metric, 1e-3 * report.Float32Metric);
        Assert.InRange(Score(model, data), report.Int8Metric * 0.999, report.Int8Metric * 1.001);
    }

    // Series of very different size, which their codes tell apart.
    [Fact]
    public void ExportInt8_ScaleOfEachSeries_IsForecastAsBefore()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var codes = arange(60, dtype: ScalarType.Float32).remainder(3).reshape(60, 1, 1) + 1;
        var values = pow(10, codes) * (5 + randn(60, Calibrations.Window, 1));
        using var data = SequenceData.FromTensors(
            cat([values, codes.expand(-1, Calibrations.Window, -1)], 2), values.narrow(1, Calibrations.Window - 1, 1));
        using var network = RecurrentNetwork.Create(new NetworkDescription
        {
            Features = 2,
            Categories = [new(3, 2)],
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Lstm, 1 + 2, 16, 1, bidirectional: false),
            Forecast = new ForecastDescription { TargetFeatures = [0] },
            Normalization = InputNormalization.Series,
        });
        network.FitScales(data);
        using var folder = new TemporaryFolder();

        OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["int8.onnx"]);

        using var model = RecurrentModel.Load(folder["int8.onnx"]);
        network.eval();
        foreach (var code in new[] { 1, 2, 3 })
        {
            float[] input = [.. Enumerable.Range(0, Calibrations.Window).SelectMany(_ => new[] { 5.5f * MathF.Pow(10, code), code })];
            var output = new float[1];
            model.Score(input, output);
            var expected = network.forward(tensor(input, [1, Calibrations.Window, 2])).item<float>();
            Assert.Equal(expected, output[0], 0.05f * MathF.Pow(10, code));
        }
    }

    [Fact]
    public void ExportInt8_WideLayer_IsAboutAQuarterOfTheSize()
    {
        using var network = Calibrations.Forecaster(hidden: 128);
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();

        var report = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["int8.onnx"]);

        Assert.InRange(report.CompressionRatio, 3.3, 4);
        Assert.Equal(OnnxExporter.Export(network).Bytes.Length, report.Float32Bytes);
    }

    // Series of very different size: lags that are not normalized with their window would be far outside of the range of the others.
    [Fact]
    public void ExportInt8_LagsOfSeriesOfDifferentSize_AreForecastAsBefore()
    {
        using var scope = NewDisposeScope();
        var size = tensor(new[] { 1f, 1000f, 1e5f, 10f }).repeat(10).reshape(-1, 1, 1);
        using var data = SequenceData.FromTensors(
            ((randn(40, 12, 1) + 5) * size).DetachFromDisposeScope(),
            ((randn(40, 2, 1) + 5) * size).DetachFromDisposeScope(),
            ((randn(40, 14, 1) + 5) * size).DetachFromDisposeScope());
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 16) with
        {
            Layers = TestLayers.Stack(RecurrentCell.Lstm, 3, 16),
            Normalization = InputNormalization.Window,
            Forecast = new ForecastDescription { Horizon = 2, FutureCovariates = 1, TargetFeatures = [0], LagFeatures = [0] },
        });
        network.FitScales(data);
        using var folder = new TemporaryFolder();

        var report = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 1e5, folder["int8.onnx"]);

        Assert.InRange(report.Int8Metric, report.Float32Metric * 0.98, report.Float32Metric * 1.02);
        using var model = RecurrentModel.Load(folder["int8.onnx"]);
        Assert.Equal([0], model.Network.Forecast.LagFeatures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ExportInt8_Classes_ReportsLogLoss(bool everyStep)
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 2, 16) with
        {
            Task = everyStep ? RecurrentTask.Tag : RecurrentTask.Classify,
            Pooling = everyStep ? SequencePooling.None : SequencePooling.FinalState,
            Classes = 3,
        });
        using var data = Calibrations.Classes(2, 3, everyStep);
        using var folder = new TemporaryFolder();

        var report = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.01, folder["int8.onnx"]);

        Assert.Equal("logLoss", report.MetricName);
        // An untrained network outputs about the same probability for every class.
        Assert.InRange(report.Float32Metric, 0.9 * Math.Log(3), 1.1 * Math.Log(3));
        Assert.InRange(report.Int8Metric, report.Float32Metric - 0.01, report.Float32Metric + 0.01);
        Assert.InRange(report.RootMeanSquareDifference, 1e-7, 0.01);
    }

    [Fact]
    public void ExportInt8_AnyNetwork_ReplacesEveryLstm()
    {
        using var network = Calibrations.Forecaster(layers: 2);
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();

        var file = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["int8.onnx"]).Model.Bytes;

        var model = ModelProto.Parser.ParseFrom(file.Span);
        Assert.DoesNotContain(model.Graph.Node, node => node.OpType == "LSTM");
        Assert.Equal(
            ["com.microsoft", "com.microsoft"],
            model.Graph.Node.Where(node => node.OpType == "DynamicQuantizeLSTM").Select(node => node.Domain));
        Assert.Equal([("", 17), ("com.microsoft", 1)], model.OpsetImport.Select(import => (import.Domain, import.Version)));
    }

    [Fact]
    public void ExportInt8_Twice_GivesTheSameBytes()
    {
        using var network = Calibrations.Forecaster();
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();

        Assert.Equal(
            OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["a.onnx"]).Model.Bytes.ToArray(),
            OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["b.onnx"]).Model.Bytes.ToArray());
    }

    [Fact]
    public void ExportInt8_LengthsAndStates_MatchTheFloat32File()
    {
        using var network = Calibrations.Forecaster(layers: 2, bidirectional: true);
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();
        var int8 = OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 0.5, folder["int8.onnx"]).Model.Bytes;
        var float32 = OnnxExporter.Export(network).Bytes;
        using var input = rand(2, 6, 2);
        using var states = rand(4, 2, 16) - 0.5f;

        var expected = Run(float32);
        var actual = Run(int8);

        foreach (var (name, (_, values)) in expected)
        {
            for (var index = 0; index < values.Length; index++)
                Assert.Equal(values[index], actual[name].Values[index], 0.02f * Math.Max(1, values.Max(Math.Abs)));
        }

        Dictionary<string, (long[] Shape, float[] Values)> Run(ReadOnlyMemory<byte> file)
        {
            using var session = new PlainSession(file);
            return session.Run(("input", input), ("lengths", tensor(new[] { 6, 3 })), ("h0", states), ("c0", states));
        }
    }

    [Fact]
    public void ExportInt8_AboveTheLimit_WritesNothing()
    {
        using var network = Calibrations.Forecaster();
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();
        var path = folder["int8.onnx"];
        File.WriteAllText(path, "old");

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 1e-6, path));

        Assert.Matches(
            @"^The int8 outputs differ from the float32 outputs by 0\.0\d+ "
                + @"\(root mean square, in standard deviations of the float32 outputs\) on 138 sequences, "
                + @"more than the limit 1e-06: nothing was written\. Raise the limit, or export as float32\.$",
            exception.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([Path.GetFileName(path)], folder.Entries);
    }

    [Fact]
    public void ExportInt8_OtherCells_ThrowsWithTheirLayers()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 2, 4, layerCount: 3);
        using var network = RecurrentNetwork.Create(description with
        {
            Layers =
            [
                description.Layers[0],
                description.Layers[1] with { Cell = RecurrentCell.Gru },
                description.Layers[2] with { Cell = RecurrentCell.Rnn },
            ],
            Forecast = description.Forecast with { Targets = 2 },
        });
        using var data = Calibrations.Waves();
        using var folder = new TemporaryFolder();

        var exception = Assert.Throws<ExportException>(
            () => OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 1, folder["int8.onnx"]));

        Assert.Equal(
            "The network cannot be exported as int8: layer 1 is GRU; layer 2 is RNN. "
                + "ONNX Runtime has an int8 operator for LSTM layers only: export the network as float32 or with Float16Weights.",
            exception.Message);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ExportInt8_InvalidLimit_Throws(double limit)
    {
        using var network = Calibrations.Forecaster();
        using var data = Calibrations.Waves();

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => OnnxExporter.ExportInt8(network, data, limit, "int8.onnx"));

        Assert.StartsWith(
            "The limit must be a finite number of at least 0. (Parameter 'maxRootMeanSquareDifference')",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ExportInt8_CalibrationOfOtherSizes_Throws()
    {
        using var network = Calibrations.Forecaster(features: 2);
        using var data = Calibrations.Waves(features: 3);

        var exception = Assert.Throws<SequenceDataException>(
            () => OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 1, "int8.onnx"));

        Assert.Equal("The sequences are Float32 [138, 12, 3], expected Float32 [138, 12, 2], [sequences, time, features].", exception.Message);
    }

    [Fact]
    public void ExportInt8_Float16Weights_Throws()
    {
        using var network = Calibrations.Forecaster();
        using var data = Calibrations.Waves();

        var options = new ExportOptions { Float16Weights = true };

        var exception = Assert.Throws<ArgumentException>(
            () => OnnxExporter.ExportInt8(network, data, maxRootMeanSquareDifference: 1, "int8.onnx", options: options));

        Assert.Equal("Weights are stored either as int8 or as float16: do not set Float16Weights. (Parameter 'options')", exception.Message);
    }

    private static double Rmse(RecurrentNetwork network, SequenceData data, int features)
    {
        network.eval();
        using var outputs = network.call(data.Inputs);
        using var errors = outputs - data.Targets;
        Assert.Equal(features, errors.shape[2]);
        return Math.Sqrt(errors.pow(2).mean().item<float>());
    }

    // With the public scoring API, in one batch.
    private static double Score(RecurrentModel model, SequenceData data)
    {
        var targets = data.Targets.contiguous().data<float>().ToArray();
        var outputs = new float[targets.Length];
        model.ScoreBatch(data.Inputs.contiguous().data<float>().ToArray(), (int)data.Count, outputs);
        return Math.Sqrt(outputs.Zip(targets, (output, target) => Math.Pow(output - target, 2)).Average());
    }
}
