using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>A model whose training is to continue.</summary>
/// <param name="Lock">The lock of the file, which its owner holds until the model is replaced or kept.</param>
/// <param name="File">The bytes of the file.</param>
/// <param name="Card">The model card.</param>
/// <param name="OptionalInputs">Whether the file has the optional inputs.</param>
internal sealed record RetrainedModel(ModelLock Lock, byte[] File, ModelCard Card, bool OptionalInputs)
{
    /// <summary>The path of the file.</summary>
    public string Path => Lock.Path;

    /// <summary>The network options that still matter, as the network exists already.</summary>
    public NetworkOptions Plan { get; } = new()
    {
        Quantiles = Card.Network.Forecast.Quantiles,
        IsBidirectional = FrameShape.ReadsBothDirections(Card.Network),
    };

    /// <summary>Locks the file of a model, before it is read and for the whole training: a second process learns of it at once.</summary>
    /// <exception cref="RecurrentModelException">The file does not exist.</exception>
    /// <exception cref="IOException">Another process is changing the model, or the file cannot be locked.</exception>
    public static ModelLock Acquire(string path) => ModelLock.AcquireExisting(path, "retrain");

    /// <summary>Reads a model file.</summary>
    /// <param name="held">The lock of the file.</param>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or the training of its model cannot continue.</exception>
    public static RetrainedModel Read(ModelLock held)
    {
        var path = held.Path;
        var file = OnnxFile.Open(path);
        if (OnnxFile.TryReadCard(file.Model, path) is not { } card)
        {
            throw new RecurrentModelException(
                $"Model file '{path}' carries no model card, which says what its values and columns mean. Import it first with its meaning: "
                + "'mlnet-recurrent import' with --task, --target or --labels, --features and --window, or OnnxImporter.Import.");
        }

        var task = card.Network.Task;
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
        {
            throw new RecurrentModelException(
                $"Model '{path}' has the task {task.ToString().ToLowerInvariant()}, expected forecast, classify or tag: "
                + "only models of tables can be retrained.");
        }

        // Only models from elsewhere can be such; those of tables name their columns.
        if (card.TableColumns is null && FindTableless(card.Network) is { } reason)
        {
            throw new RecurrentModelException(
                $"Model '{path}' {reason}, which the training on tables does not support. OnnxImporter.Import and NetworkFitter continue it in C#.");
        }

        if (card.Precision == WeightPrecision.Int8)
        {
            throw new RecurrentModelException(
                $"Model '{path}' has int8 weights, which cannot be trained: retrain the model from which it was quantized.");
        }

        return new RetrainedModel(held, file.Bytes, card, file.Model.Graph.Input.Any(input => input.Name == OnnxNames.Lengths));
    }

    /// <summary>Gives a model whose classes have no names those of the caller: their order cannot be inferred from a table.</summary>
    /// <param name="labels">The names in the order of the outputs; null for those of the card.</param>
    /// <param name="advice">How to give them, as the end of a sentence.</param>
    /// <exception cref="ArgumentException">The names are missing, or are not those of the model.</exception>
    public RetrainedModel WithLabels(IReadOnlyList<string>? labels, string advice)
    {
        var (network, stored) = (Card.Network, Card.Labels);
        if (network.Task is not (RecurrentTask.Classify or RecurrentTask.Tag))
            return labels is null ? this : throw new ArgumentException($"Labels do not apply to model '{Path}', which has no classes.");
        if (labels is null)
        {
            return stored.Count > 0 ? this : throw new ArgumentException(
                $"The {network.Classes} classes of model '{Path}' have no names, so the order of the labels is not known. Give them in the order of "
                + $"the outputs: {advice}.");
        }

        if (stored.Count > 0 && !labels.SequenceEqual(stored))
        {
            throw new ArgumentException(
                $"The labels are {string.Join(", ", labels)}, but those of model '{Path}' are {string.Join(", ", stored)}: leave them out.");
        }

        return labels.Count == network.Classes
            ? this with { Card = Card with { Labels = labels } }
            : throw new ArgumentException(
                $"There are {labels.Count} labels ({string.Join(", ", labels)}), but model '{Path}' has {network.Classes} classes.");
    }

    private static string? FindTableless(NetworkDescription network) =>
        network.Embedding is not null ? "reads tokens"
        : network.Task == RecurrentTask.Forecast && network.HasOutputPerStep ? "has a forecast at every time step"
        : network.ReversesOutput ? "has its outputs in reverse order of time"
        : null;

    /// <summary>Returns the options with which the model was trained, as far as its card stores them.</summary>
    /// <param name="header">The column names of the new table. Without the split or group column, the newest rows are held out.</param>
    public TableTrainingOptions Options(IReadOnlyList<string> header)
    {
        var (network, columns) = (Card.Network, (Card.TableColumns ?? new DataColumns()).Restrict(header));
        var options = new TableTrainingOptions
        {
            Columns = columns,
            Task = network.Task,
            Window = Card.Window,
            ShortSeries = Card.MinWindow is null ? ShortSeriesPolicy.Drop : ShortSeriesPolicy.Pad,
            Horizon = network.Forecast.Horizon,
            Cell = network.Layers[0].Cell,
            Network = Plan,
            Fit = FitSettings.Read(new FitOptions { KeepNormalization = true }, Card),
            SeasonLength = Card.Data?.SeasonLength,
            EnsembleSize = network.EnsembleSize,
            Labels = Card.Labels.Count == 0 ? null : Card.Labels,
            Export = new ExportOptions { IncludeOptionalInputs = OptionalInputs, Float16Weights = Card.Precision == WeightPrecision.Float16 },
        };
        return TableFitSettings.Read(options, Card);
    }
}
