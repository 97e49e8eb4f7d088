using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>A model that is to be fitted further.</summary>
/// <param name="Path">Its file.</param>
/// <param name="File">The bytes of the file.</param>
/// <param name="Card">Its card.</param>
/// <param name="OptionalInputs">Whether the file has the optional inputs.</param>
internal sealed record RetrainedModel(string Path, byte[] File, ModelCard Card, bool OptionalInputs)
{
    /// <summary>What training needs to know of the network, which is there already.</summary>
    public NetworkPlan Plan { get; } = new() { Quantiles = Card.Network.Forecast.Quantiles };

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or its model cannot be fitted further.</exception>
    public static RetrainedModel Read(string path)
    {
        var file = OnnxFile.ReadBytes(path);
        var model = OnnxFile.Parse(file, path);
        if (OnnxFile.TryReadCard(model, path) is not { } card)
            throw new RecurrentModelException($"Model file '{path}' carries no model card: import it first.");
        var task = card.Network.Task;
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
        {
            throw new RecurrentModelException(
                $"Model '{path}' has the task {task.ToString().ToLowerInvariant()}, expected forecast, classify or tag: only models of tables are retrained.");
        }

        if (card.Precision == WeightPrecision.Int8)
            throw new RecurrentModelException($"Model '{path}' has int8 weights, which cannot be fitted further: retrain the model that it was quantized from.");
        return new RetrainedModel(path, file, card, model.Graph.Input.Any(input => input.Name == OnnxNames.Lengths));
    }

    /// <summary>The options that the model was fitted with, as far as its card says; the weights go on from where they are.</summary>
    /// <param name="header">The columns of the new table: without the column of the split, the newest rows are held out.</param>
    public TableTrainingOptions Options(IReadOnlyList<string> header)
    {
        var (network, columns) = (Card.Network, Card.Columns ?? new DataColumns());
        var options = new TableTrainingOptions
        {
            Columns = columns.Split is { } split && header.Contains(split) ? columns : columns with { Split = null },
            Task = network.Task,
            Window = Card.Window,
            Horizon = network.Forecast.Horizon,
            Cell = network.Layers[0].Cell,
            Network = Plan,
            Fit = FitSettings.Read(new FitOptions { KeepNormalization = true }, Card),
            SeasonLength = Card.Data?.SeasonLength,
            EnsembleSize = network.EnsembleSize,
            Labels = Card.Labels.Count == 0 ? null : Card.Labels,
            Export = new ExportOptions { IncludeOptionalInputs = OptionalInputs, Float16Weights = Card.Precision == WeightPrecision.Float16 },
        };
        return TableFitSettings.Read(options, Card.Fit);
    }
}
