using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>A model whose training is to continue.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="File">The bytes of the file.</param>
/// <param name="Card">The model card.</param>
/// <param name="OptionalInputs">Whether the file has the optional inputs.</param>
internal sealed record RetrainedModel(string Path, byte[] File, ModelCard Card, bool OptionalInputs)
{
    /// <summary>The network options that still matter, as the network exists already.</summary>
    public NetworkOptions Plan { get; } = new() { Quantiles = Card.Network.Forecast.Quantiles };

    /// <summary>Reads a model file.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or the training of its model cannot continue.</exception>
    public static RetrainedModel Read(string path)
    {
        var file = OnnxFile.Open(path);
        if (OnnxFile.TryReadCard(file.Model, path) is not { } card)
            throw new RecurrentModelException($"Model file '{path}' has no model card: import it first.");
        var task = card.Network.Task;
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
        {
            throw new RecurrentModelException(
                $"Model '{path}' has the task {task.ToString().ToLowerInvariant()}, expected forecast, classify or tag: "
                + "only models of tables can be retrained.");
        }

        if (card.Precision == WeightPrecision.Int8)
        {
            throw new RecurrentModelException(
                $"Model '{path}' has int8 weights, which cannot be trained: retrain the model from which it was quantized.");
        }

        return new RetrainedModel(path, file.Bytes, card, file.Model.Graph.Input.Any(input => input.Name == OnnxNames.Lengths));
    }

    /// <summary>Returns the options with which the model was trained, as far as its card stores them.</summary>
    /// <param name="header">The column names of the new table. Without the split column, the newest rows are held out.</param>
    public TableTrainingOptions Options(IReadOnlyList<string> header)
    {
        var (network, columns) = (Card.Network, Card.Columns ?? new DataColumns());
        var options = new TableTrainingOptions
        {
            Columns = columns.Split is { } split && NameChecks.IndexOf(header, split) >= 0 ? columns : columns with { Split = null },
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
