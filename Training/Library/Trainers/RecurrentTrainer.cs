using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>
/// Fits a recurrent network in an ML.NET pipeline. What comes of it scores by the exported ONNX file, in memory: what is tested is what ships.
/// </summary>
/// <remarks>
/// Made by <see cref="RecurrentTrainerCatalog"/>. Immutable; LibTorch has one random generator for the process, so fits must not run side by side.
/// </remarks>
public sealed class RecurrentTrainer : IEstimator<RecurrentTransformer>
{
    private readonly MLContext _context;
    private readonly RecurrentTask _task;
    private readonly RecurrentTrainerOptions _options;

    internal RecurrentTrainer(MLContext context, RecurrentTask task, RecurrentTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_context, _task, _options) = (context, task, options);
    }

    /// <summary>Checks the schema, reads the data once, fits a network, exports it and gives the transformer of the exported file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or not of the type and size that the task reads.</exception>
    /// <exception cref="ArgumentException">The network cannot be built, or an option does not go with it.</exception>
    /// <exception cref="SequenceDataException">There is no row, a value or class is missing, or there are not two classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public RecurrentTransformer Fit(IDataView input) => Fit(input, validation: null);

    /// <summary>Fits as <see cref="Fit(IDataView)"/>, and keeps the weights of the epoch that is best on other data.</summary>
    /// <param name="input">The data to fit.</param>
    /// <param name="validation">Data of the same columns that decides which epoch is kept; null for a tail of the data, if the options ask for one.</param>
    public RecurrentTransformer Fit(IDataView input, IDataView? validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var sequence = InputSequence.Find(CardFor(classes: 2, horizon: 1, labels: []), _options.InputColumnName, input.Schema);
        var label = LabelColumn.Find(_task, _options.LabelColumnName, input.Schema);
        var labels = _task == RecurrentTask.Forecast ? [] : LabelColumn.GetNames(label);
        var card = CardFor(labels.Count, Horizon(label), labels) with { Window = InputSequence.GetTime(sequence.Type, _options.Features) };
        card.Network.Validate();
        using var log = new TrainerLog(_context, $"Recurrent{_task}Trainer", _options.Progress);
        var rows = TrainerRows.Read(input, _task, sequence, label, _options.Features, _options.CancellationToken);
        var held = validation is null ? (int)Math.Ceiling((rows.Count * _options.ValidationFraction) - 1e-9) : 0;
        if (held >= rows.Count)
            throw new SequenceDataException($"The data to fit has {rows.Count} rows, too few to keep {held} of them for validation.");
        using var data = rows.ToSequenceData(0, rows.Count - held, _options.Targets);
        using var best = validation is null ? held > 0 ? rows.ToSequenceData(rows.Count - held, held, _options.Targets) : null : Validation(validation);
        log.Write(FormattableString.Invariant($"{data.Count:N0} sequences to fit{(best is null ? "" : FormattableString.Invariant($", {best.Count:N0} to validate"))}, {card.Network.ParameterCount:N0} parameters"));
        return Fit(card, data, best, log, input.Schema);
    }

    /// <summary>The columns that the transformer gives for columns like these.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or not of the type that the task reads.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = LabelColumn.Find(_task, _options.LabelColumnName, inputSchema);
        // A shape tells whether there is more than one value, not how many; which number makes no difference to the shape of the scores.
        var horizon = label.Kind == SchemaShape.Column.VectorKind.Scalar ? 1 : 2;
        return RecurrentScoringEstimator.OutputSchema(CardFor(classes: 3, horizon, labels: ["1", "2", "3"]), Scoring(), inputSchema);
    }

    private RecurrentTransformer Fit(ModelCard card, SequenceData data, SequenceData? validation, TrainerLog log, DataViewSchema schema)
    {
        using var network = RecurrentNetwork.Create(card.Network, _options.Fit.Seed);
        var fit = NetworkFitter.Fit(network, data, validation, _options.Fit, log, _options.CancellationToken);
        if (card.Network.Forecast.Quantiles.Count > 0 && validation is not null)
            ConformalCalibration.Calibrate(network, validation);
        var exported = OnnxExporter.Export(network, card with { Fit = fit, Data = new DataSummary { SequenceCount = data.Count } });
        log.Write(FormattableString.Invariant($"Exported; largest difference to the fitted network {exported.ParityError:g2}"));
        return RecurrentTransformer.Create(exported.Bytes.ToArray(), Scoring(), schema);
    }

    private SequenceData Validation(IDataView view)
    {
        var sequence = InputSequence.Find(CardFor(classes: 2, horizon: 1, labels: []), _options.InputColumnName, view.Schema);
        var label = LabelColumn.Find(_task, _options.LabelColumnName, view.Schema);
        var rows = TrainerRows.Read(view, _task, sequence, label, _options.Features, _options.CancellationToken);
        return rows.ToSequenceData(0, rows.Count, _options.Targets);
    }

    private int Horizon(DataViewSchema.Column label)
    {
        if (_task != RecurrentTask.Forecast)
            return 1;
        var size = label.Type is VectorDataViewType vector ? vector.Size : 1;
        return size % _options.Targets == 0
            ? size / _options.Targets
            : throw new ArgumentOutOfRangeException(nameof(label), $"Schema mismatch for label column '{label.Name}': expected a size that is a multiple of {_options.Targets} targets, got {label.Type}.");
    }

    private ModelCard CardFor(int classes, int horizon, IReadOnlyList<string> labels)
    {
        var network = new NetworkDescription
        {
            Task = _task,
            Features = _options.Features,
            Layers = NetworkDescription.CreateLayers(_options.Cell, _options.Features, _options.HiddenSize, _options.LayerCount, _options.IsBidirectional),
            Normalization = _options.Normalization,
            Pooling = _task == RecurrentTask.Tag ? SequencePooling.None : SequencePooling.FinalState,
            Forecast = new ForecastDescription { Horizon = horizon, Targets = _options.Targets },
            Classes = _task == RecurrentTask.Forecast ? 0 : classes,
        };
        return new ModelCard { Network = _options.ConfigureNetwork?.Invoke(network) ?? network, Labels = labels };
    }

    private RecurrentScoringOptions Scoring() => new()
    {
        InputColumnName = _options.InputColumnName,
        OutputColumnName = _options.OutputColumnName,
        ModelFile = "fitted network",

        // How many classes there are, the data alone tells: two are no special case, or the columns that are promised before a fit could not be.
        ScoreEveryClass = true,
    };
}
