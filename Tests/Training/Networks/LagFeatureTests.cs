using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Lags of features are normalized with the window of the feature, in the module, the file and the engine.</summary>
public sealed class LagFeatureTests
{
    private const int Horizon = 3;

    // Two targets, features 2 and 0; their lags, a lag of the other feature, and covariates that are not lags.
    private static readonly ForecastDescription Lags = new()
    {
        Horizon = Horizon,
        Targets = 2,
        TargetFeatures = [2, 0],
        FutureCovariates = 5,
        LagFeatures = [null, 0, 1, null, 2],
    };

    public static TheoryData<string, TargetTransform, ResidualBaseline, WindowKind> Networks
    {
        get
        {
            var data = new TheoryData<string, TargetTransform, ResidualBaseline, WindowKind>();
            foreach (var (index, cell) in RecurrentCell.All.Index())
            {
                foreach (var kind in Enum.GetValues<WindowKind>())
                {
                    data.Add(cell.Name, (TargetTransform)((index + (int)kind) % 3), ResidualBaseline.None, kind);
                    data.Add(cell.Name, (TargetTransform)((index + (int)kind + 1) % 3), ResidualBaseline.SeasonalDrift, kind);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Run_Lags_MatchesTheFormulas(string cell, TargetTransform transform, ResidualBaseline baseline, WindowKind kind)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var bidirectional = kind == WindowKind.Varying && transform == TargetTransform.None;
        using var network = TestNetworks.Create(Describe(RecurrentCell.Parse(cell), bidirectional, Lags with
        {
            Transform = transform,
            TransformOffset = transform == TargetTransform.None ? 0 : 9,
            ResidualBaseline = baseline,
            SeasonalCovariates = baseline == ResidualBaseline.None ? [] : [4, 1],
        }));
        var (values, covariates) = CreateSequence(kind);
        var input = new NetworkInput(tensor(values, [1, values.Length / 3, 3]))
        {
            FutureCovariates = tensor(covariates, [1, covariates.Length / 5, 5]),
        };
        var exported = OnnxExporter.Export(network);
        using var session = new PlainSession(exported.Bytes);
        using var engine = RecurrentModel.Load(exported.Bytes.ToArray(), options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });

        var expected = LagOracle.Forecast(network, values, covariates);

        OracleAssert.Same(expected, network.Run(input).Output, "module");
        OracleAssert.Same(
            expected, tensor(session.Run(("input", input.Values), ("known", input.FutureCovariates))["output"].Values), "ONNX Runtime");
        OracleAssert.Same(expected, tensor(Score(engine, values, covariates)), "managed engine");
    }

    // A series and its lags in other units, a * y + b, have the same forecast in these units. Without lag features, they do not.
    [Theory]
    [InlineData(100f, -3f)]
    [InlineData(2f, 1000f)]
    [InlineData(0.5f, 40f)]
    public void Score_SeriesInOtherUnits_ForecastsInThoseUnits(float scale, float shift)
    {
        foreach (var lagFeatures in new IReadOnlyList<int?>[] { Lags.LagFeatures, [] })
        {
            using var network = TestNetworks.Create(Describe(RecurrentCell.Gru, bidirectional: false, Lags with { LagFeatures = lagFeatures }));
            using var model = RecurrentModel.Load(OnnxExporter.Export(network).Bytes.ToArray());
            var (values, covariates) = CreateSequence(WindowKind.Varying);
            var expected = Score(model, values, covariates);

            // Feature 2 is target 0, and covariate 4 its lag.
            Convert(values, 2, 3);
            Convert(covariates, 4, 5);
            var actual = Score(model, values, covariates);

            var difference = expected.Zip(actual, (before, after) => (before, after))
                .Select((pair, index) => Math.Abs(pair.after - (index % 2 == 0 ? (scale * pair.before) + shift : pair.before)))
                .Max();
            // The variance of a window has a constant added, 1e-5.
            if (lagFeatures.Count > 0)
                Assert.InRange(difference, 0, 1e-4f * (Math.Abs(scale) + Math.Abs(shift)));
            else
                Assert.True(difference > 1e-2f, $"Without lag features, the difference is only {difference}.");
        }

        void Convert(float[] rows, int column, int width)
        {
            for (var index = column; index < rows.Length; index += width)
                rows[index] = (scale * rows[index]) + shift;
        }
    }

    // The statistics of a lag over the training data are not used, whatever the file holds.
    [Fact]
    public void Run_StatisticsOfALag_AreIgnored()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Describe(RecurrentCell.Lstm, bidirectional: false, Lags));
        var (values, covariates) = CreateSequence(WindowKind.Varying);
        var expected = Outputs();
        var scale = network.FutureCovariateScale!;
        foreach (var lag in new[] { 1, 2, 4 })
            (scale.Mean[lag], scale.StandardDeviation[lag]) = (1e4f, 1e-4f);

        network.SetScales(null, null, scale);

        Assert.Equal(expected, Outputs());

        float[][] Outputs()
        {
            var file = OnnxExporter.Export(network).Bytes;
            using var session = new PlainSession(file);
            using var engine = RecurrentModel.Load(file.ToArray());
            var input = new NetworkInput(tensor(values, [1, values.Length / 3, 3]))
            {
                FutureCovariates = tensor(covariates, [1, covariates.Length / 5, 5]),
            };
            return
            [
                network.Run(input).Output.contiguous().data<float>().ToArray(),
                session.Run(("input", input.Values), ("known", input.FutureCovariates))["output"].Values,
                Score(engine, values, covariates),
            ];
        }
    }

    [Fact]
    public void Fit_Lags_HaveNoStatisticsOfTheirOwn()
    {
        using var scope = NewDisposeScope();
        using var data = SequenceData.FromTensors(
            TestNetworks.Input(40, 6, 3, seed: 1), TestNetworks.Input(40, Horizon, 2, seed: 2), TestNetworks.Input(40, 6 + Horizon, 5, seed: 3) + 7);
        using var network = RecurrentNetwork.Create(Describe(RecurrentCell.Gru, bidirectional: false, Lags));

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1 });

        var scale = network.FutureCovariateScale!;
        Assert.Equal([false, true, true, false, true], scale.Mean.Select(mean => mean == 0));
        Assert.Equal([false, true, true, false, true], scale.StandardDeviation.Select(deviation => deviation == 1));
    }

    // A value that the transform does not define: in a lag at a step of the sequence or of the horizon, but not in the padding behind it.
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Run_UndefinedLag_IsNaNInEveryEngine(int step, bool isNaN)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Describe(RecurrentCell.Lstm, bidirectional: false, Lags with
        {
            Transform = TargetTransform.Log,
            TransformOffset = 9,
        }));
        var file = OnnxExporter.Export(network).Bytes;
        using var session = new PlainSession(file);
        // Two sequences of 4 and 6 steps, with one row of covariates for each step of the longer one and of its horizon.
        var values = TestNetworks.Input(2, 6, 3, seed: 1);
        var covariates = TestNetworks.Input(2, 6 + Horizon, 5, seed: 2);
        covariates[0, step, 4] = -20;
        var lengths = tensor(new long[] { 4, 6 });

        var module = network.Run(new NetworkInput(values) { FutureCovariates = covariates, Lengths = lengths }).Output;
        var runtime = session.Run(("input", values), ("known", covariates), ("lengths", lengths.to(ScalarType.Int32)))["output"];

        foreach (var output in new[] { module, tensor(runtime.Values, runtime.Shape) })
        {
            Assert.Equal(isNaN, output[0].isnan().all().item<bool>());
            Assert.False(output[1].isnan().any().item<bool>());
        }

        if (step >= 4 + Horizon)
            return;
        using var engine = RecurrentModel.Load(file.ToArray(), options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        Assert.All(
            Score(engine, ToArray(values[0].narrow(0, 0, 4)), ToArray(covariates[0].narrow(0, 0, 4 + Horizon))),
            value => Assert.True(float.IsNaN(value)));

        static float[] ToArray(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
    }

    [Fact]
    public void Fit_LagWithoutTransform_Throws()
    {
        using var scope = NewDisposeScope();
        var covariates = ones(5, 4 + Horizon, 5);
        covariates[2, 5, 1] = -10;
        using var data = SequenceData.FromTensors(ones(5, 4, 3), ones(5, Horizon, 2), covariates);
        using var network = RecurrentNetwork.Create(Describe(RecurrentCell.Gru, bidirectional: false, Lags with
        {
            Transform = TargetTransform.Log,
            TransformOffset = 9,
        }));

        Assert.Equal(
            "The lags of the targets contain a value for which transform Log with offset 9 is undefined: expected above -9. "
                + "Raise the offset, or use another transform.",
            Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, data)).Message);
    }

    private static NetworkDescription Describe(RecurrentCell cell, bool bidirectional, ForecastDescription forecast) => new()
    {
        Features = 3,
        Forecast = forecast,
        Layers = TestLayers.Stack(
            cell, 3 + 5 + 1, 4, direction: bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward),
        Normalization = InputNormalization.Window,
    };

    private static float[] Score(RecurrentModel model, float[] values, float[] covariates)
    {
        var outputs = new float[Horizon * 2];
        model.ScoreBatch(new SequenceBatch { Values = values, FutureCovariates = covariates, Count = 1 }, outputs);
        return outputs;
    }

    private static (float[] Values, float[] Covariates) CreateSequence(WindowKind kind)
    {
        var random = new Random(5);
        var steps = kind == WindowKind.OneStep ? 1 : 7;
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 6) - 3)];
        var values = Draw(steps * 3);
        if (kind == WindowKind.Constant)
        {
            for (var index = 3; index < values.Length; index++)
                values[index] = values[index % 3];
        }

        return (values, Draw((steps + Horizon) * 5));
    }

    /// <summary>The history in a window.</summary>
    public enum WindowKind
    {
        /// <summary>Random values.</summary>
        Varying,

        /// <summary>The same values at each step: the deviation is that of the constant 1e-5.</summary>
        Constant,

        /// <summary>A single step.</summary>
        OneStep,
    }
}
