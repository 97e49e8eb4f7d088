using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Small models that may or may not replace each other.</summary>
internal static class ReplacementModels
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 3) with
        {
            Forecast = new ForecastDescription { TargetFeatures = [0] },
        };

    /// <summary>A model, another that an application cannot use in its place, and the difference.</summary>
    public static TheoryData<string, string, string> Others => new()
    {
        { "forecaster", "classifier", "its task is Classify instead of Forecast" },
        { "forecaster", "features", "it reads 3 features instead of 2" },
        { "forecaster", "covariates", "it reads 1 future covariate instead of 0" },
        { "forecaster", "quantiles", "its quantiles are 0.1, 0.5, 0.9 instead of none" },
        { "forecaster", "steps", "it needs sequences of at least 13 time steps instead of 1" },
        { "forecaster", "horizon", "it forecasts 3 steps instead of 1" },
        { "named", "renamed", "its features are b, a instead of a, b" },
        { "classifier", "labels", "its labels are b, a instead of a, b" },
        { "classifier", "forecaster", "its task is Forecast instead of Classify" },
    };

    /// <summary>A model, and another that an application can use in its place.</summary>
    public static TheoryData<string, string> Interchangeable => new()
    {
        { "forecaster", "hidden" },
        { "forecaster", "cell" },
        { "forecaster", "named" },
        { "forecaster", "float16" },
        { "steps", "forecaster" },
    };

    /// <summary>Exports a model.</summary>
    public static byte[] Create(string name)
    {
        var forecast = Forecaster.Forecast;
        var card = new ModelCard { Network = Forecaster };
        return name switch
        {
            "forecaster" => Export(Forecaster),
            "classifier" => Export(Classifier(), card with { Labels = ["a", "b"] }),
            "labels" => Export(Classifier(), card with { Labels = ["b", "a"] }),
            "named" => Export(Forecaster, card with { FeatureNames = ["a", "b"] }),
            "renamed" => Export(Forecaster, card with { FeatureNames = ["b", "a"] }),
            "features" => Export(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 3, 3) with { Forecast = forecast }),
            // Layers read the features, the covariate and an indicator of the horizon.
            "covariates" => Export(
                NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 4, 3) with
                {
                    Features = 2,
                    Forecast = forecast with { FutureCovariates = 1 },
                }),
            "quantiles" => Export(Forecaster with { Forecast = forecast with { Quantiles = [0.1, 0.5, 0.9] } }),
            "steps" => Export(
                Forecaster with { Forecast = forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 12 } }),
            "horizon" => Export(Forecaster with { Forecast = forecast with { Horizon = 3 } }),
            "hidden" => Export(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 2, 7) with { Forecast = forecast }),
            "cell" => Export(NetworkDescription.CreateForecaster(RecurrentCell.Gru, 2, 3, layerCount: 2) with { Forecast = forecast }),
            "float16" => Export(Forecaster, options: new ExportOptions { Float16Weights = true }),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown model."),
        };
    }

    private static NetworkDescription Classifier() => Forecaster with
    {
        Task = RecurrentTask.Classify,
        Classes = 2,
        Forecast = new ForecastDescription(),
    };

    private static byte[] Export(NetworkDescription description, ModelCard? card = null, ExportOptions? options = null)
    {
        using var network = RecurrentNetwork.Create(description, seed: 1);
        return OnnxExporter.Export(network, card, options).Bytes.ToArray();
    }
}
