using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Tests the sequences that each version of a hosted model must score correctly before it is put in use.</summary>
[Collection(nameof(MeterRecorder))]
public sealed class CanaryTests : IDisposable
{
    private static readonly ModelCard Forecaster = new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4) with
        {
            Forecast = new ForecastDescription
            {
                Horizon = 3,
                TargetFeatures = [0],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
                SeasonLength = 4,
                Quantiles = [0.1, 0.5, 0.9],
            },
        },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reload_OutputDiffers_IsRefusedWithNumbers()
    {
        var (old, good, bad) = (File(1), File(1, cell: RecurrentCell.Lstm), File(7));
        var expected = Score(old);
        var spread = Score(good).Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        var canary = Canary(expected, spread + 0.01);
        using var hosted = new HostedFile(_folder.Write(old), options => options.Canary.Add(canary));

        _folder.Write(good);
        Assert.True(hosted.Model.Reload());
        _folder.Write(bad);
        Assert.False(hosted.Model.Reload());
        var scores = Score(bad);
        var differences = scores.Zip(expected, (a, b) => Math.Abs((double)a - b)).ToArray();
        var worst = Array.IndexOf(differences, differences.Max());
        var count = differences.Count(difference => difference > canary.Tolerance);
        Assert.True(count > 0);
        Assert.Equal(
            FormattableString.Invariant($"Model file '{_folder["model.onnx"]}' fails Canary[0] of recurrent model 'served': ")
            + FormattableString.Invariant($"output {worst + 1} of 3 is {scores[worst]}, expected {expected[worst]} within {canary.Tolerance}")
            + (count == 1 ? "." : $"; {count} outputs differ by more, this one the most."),
            hosted.Model.Status.RefusedReason);
        using var lease = hosted.Model.AcquireLease();
        Assert.Equal(RecurrentCell.Lstm, lease.Model.Network.Layers[0].Cell);
    }

    [Fact]
    public void Load_OutputDiffers_Throws()
    {
        var exception = Assert.Throws<RecurrentModelException>(
            () => new HostedFile(_folder.Write(File(1)), options => options.Canary.Add(Canary([90, 0, 0], 0.5))));
        Assert.Contains("fails Canary[0] of recurrent model 'served': output 1 of 3 is ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(", expected 90 within 0.5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_OutputNotFinite_IsRefused()
    {
        // The logarithm of a negative value is not a number.
        var forecast = new ForecastDescription { Horizon = 3, TargetFeatures = [0] };
        byte[] Create(TargetTransform transform) => CardFile.Create(
            Forecaster with { Network = Forecaster.Network with { Forecast = forecast with { Transform = transform } } });
        using var hosted = new HostedFile(
            _folder.Write(Create(TargetTransform.None)), options => options.Canary.Add(new CanarySequence { Values = [-1, 2] }));
        _folder.Write(Create(TargetTransform.Log));
        Assert.False(hosted.Model.Reload());
        Assert.Equal(
            $"Model file '{_folder["model.onnx"]}' fails Canary[0] of recurrent model 'served': output 1 of 3 is NaN, expected a finite value.",
            hosted.Model.Status.RefusedReason);
    }

    [Fact]
    public void Load_TokensAndFutureCovariates_AreScored()
    {
        var language = CardFile.Create(new ModelCard
        {
            Network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabularySize: 3, embeddingSize: 2, hiddenSize: 4),
        });
        using (var model = RecurrentModel.Load(language))
        {
            var expected = new float[model.GetOutputSize(2)];
            model.ScoreTokens([1, 2], expected);
            using var hosted = new HostedFile(
                _folder.Write(language),
                options => options.Canary.Add(new CanarySequence { Tokens = [1, 2], Expected = expected, Tolerance = 1e-6 }));
        }

        var future = CardFile.Create(Forecaster with
        {
            Network = Forecaster.Network with
            {
                Forecast = Forecaster.Network.Forecast with { FutureCovariates = 2 },
                Layers = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 5, hiddenSize: 4).Layers,
            },
        });
        using var served = new HostedFile(
            _folder.Write(future),
            options => options.Canary.Add(new CanarySequence { Values = new float[8], FutureCovariates = new float[14] }));
        Assert.Throws<ArgumentException>(() => new HostedFile(
            _folder.Write(future), options => options.Canary.Add(new CanarySequence { Values = new float[8], FutureCovariates = new float[13] })));
    }

    [Fact]
    public void Load_ShapesDoNotFit_NamesTheSequence()
    {
        Assert.Equal(
            "The options of recurrent model 'served' are invalid: Canary[1].Expected has 2 values, expected 3 for a sequence of 4 time steps.",
            Message(new CanarySequence { Values = new float[8] }, Canary([1, 2], 1)));
        Assert.StartsWith(
            "The options of recurrent model 'served' are invalid: Canary[0]: Expected [batch, time, features] with 1 sequences of 2 features",
            Message(new CanarySequence { Values = new float[7] }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The options of recurrent model 'served' are invalid: Canary[0]: Expected sequences of at least 4 time steps",
            Message(new CanarySequence { Values = new float[6] }),
            StringComparison.Ordinal);
        Assert.Equal(
            "The options of recurrent model 'served' are invalid: Canary[0]: This model reads values: score float values instead of tokens.",
            Message(new CanarySequence { Tokens = [1] }));

        string Message(params CanarySequence[] canary) => Assert.Throws<ArgumentException>(() => new HostedFile(_folder.Write(File(1)), options =>
        {
            foreach (var sequence in canary)
                options.Canary.Add(sequence);
        })).Message;
    }

    [Fact]
    public void Load_InvalidSequences_ListsEveryError()
    {
        var exception = Assert.Throws<ArgumentException>(() => new HostedFile("no file", options =>
        {
            options.PollInterval = TimeSpan.FromDays(2);
            options.Canary.Add(new CanarySequence());
            options.Canary.Add(new CanarySequence { Values = [1], Tokens = [1], Expected = [float.NaN], Tolerance = -1 });
        }));
        Assert.Equal(
            "The options of recurrent model 'served' are invalid: PollInterval is 2.00:00:00, "
            + "expected up to 1 day, or 0 or InfiniteTimeSpan for no polls; "
            + "Canary[0].Values and Tokens are empty, expected one of them; Canary[1].Values and Tokens are both set, expected one of them; "
            + "Canary[1].Expected contains a value that is not finite; Canary[1].Tolerance is -1, expected a finite number more than 0.",
            exception.Message);
    }

    [Fact]
    public void Load_WithListener_DoesNotCountTheCanary()
    {
        using var meter = new MeterRecorder("canary");
        var canary = new CanarySequence { Values = new float[8] };
        using var hosted = new HostedFile(_folder.Write(File(1)), options => options.Canary.Add(canary), name: "canary");
        Assert.Equal(0, meter.Sum("mlnet_recurrent.rows"));
        hosted.Model.Score(new float[8], new float[3]);
        Assert.Equal(1, meter.Sum("mlnet_recurrent.rows"));
    }

    private static CanarySequence Canary(float[] expected, double tolerance) =>
        new() { Values = [1, 2, 3, 4, 5, 6, 7, 8], Expected = expected, Tolerance = tolerance };

    private static byte[] File(int seed, RecurrentCell? cell = null)
    {
        var layers = NetworkDescription.CreateForecaster(cell ?? RecurrentCell.Gru, 2, 4).Layers;
        return CardFile.Create(Forecaster with { Network = Forecaster.Network with { Layers = layers } }, seed);
    }

    private static float[] Score(byte[] file)
    {
        using var model = RecurrentModel.Load(file);
        var scores = new float[3];
        model.Score([1, 2, 3, 4, 5, 6, 7, 8], scores);
        return scores;
    }
}
