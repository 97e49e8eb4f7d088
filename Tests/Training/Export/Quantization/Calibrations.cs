using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Networks for quantization, and calibration data for them.</summary>
internal static class Calibrations
{
    public const int Window = 12;

    public static RecurrentNetwork Forecaster(
        int features = 2, int hidden = 16, int layers = 1, bool bidirectional = false, RecurrentCell? cell = null)
    {
        var description = NetworkDescription.CreateForecaster(cell ?? RecurrentCell.Lstm, features, hidden, layers, bidirectional) with
        {
            Normalization = InputNormalization.Standard,
            Forecast = new ForecastDescription { Targets = features },
        };
        var network = RecurrentNetwork.Create(description, seed: 3);
        using var data = Waves(features);
        network.FitScales(data);
        return network;
    }

    /// <summary>Creates windows of sine waves with a different amplitude for each feature.</summary>
    public static SequenceData Waves(int features = 2, int rows = 150) => SequenceData.FromSeries(
        [.. Enumerable.Range(0, rows * features).Select(index => (float)((1 + (index % features * 1000)) * Math.Sin(index / features * 0.3)))],
        features, Window);

    /// <summary>Creates random sequences with one class each, or one class per time step.</summary>
    public static SequenceData Classes(int features, int classes, bool everyStep)
    {
        manual_seed(4);
        return SequenceData.FromTensors(
            randn(40, Window, features),
            everyStep ? randint(0, classes, [40, Window], dtype: int64) : randint(0, classes, [40], dtype: int64));
    }
}
