using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>
/// Trains a recurrent network in an ML.NET pipeline. The fitted transformer scores with the exported ONNX file, in memory, so tests cover the model
/// that ships.
/// </summary>
/// <remarks>
/// Created by <see cref="RecurrentTrainerCatalog"/>. Immutable. LibTorch has one random generator for the whole process: do not run fits in parallel.
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
        if (task != RecurrentTask.Forecast && (options.FutureColumnName ?? options.TimeColumnName) is { } column)
            throw new ArgumentException($"Column '{column}' of future covariates applies to a forecaster only: leave it out.", nameof(options));
        (_context, _task, _options) = (context, task, options);
    }

    /// <summary>Checks the schema, reads the data once, fits a network, exports it, and returns a transformer of the exported file.</summary>
    /// <param name="input">The training data.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size does not match the task.</exception>
    /// <exception cref="ArgumentException">The network is invalid, or an option is incompatible with it.</exception>
    /// <exception cref="SequenceDataException">There are no rows, a value or class is missing, or there are fewer than two classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was canceled.</exception>
    public RecurrentTransformer Fit(IDataView input) => Fit(input, validation: null);

    /// <summary>Fits like <see cref="Fit(IDataView)"/>, and keeps the weights of the epoch with the lowest loss on validation data.</summary>
    /// <param name="input">The training data.</param>
    /// <param name="validation">
    /// Validation data with the same columns; null to use the last rows of the training data, as <see
    /// cref="RecurrentTrainerOptions.ValidationFraction"/> specifies.
    /// </param>
    public RecurrentTransformer Fit(IDataView input, IDataView? validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        LibTorchLibrary.EnsureLoaded();
        var columns = FindColumns(_options, input.Schema);
        var labels = _task == RecurrentTask.Forecast ? [] : LabelColumn.GetNames(columns.Label);
        var covariates = TrainerCovariates.Find(_options, input.Schema, columns.Time, columns.Horizon);
        var card = CardFor(columns.Features, labels.Count, columns.Horizon, columns.Targets, labels, covariates) with { Window = columns.Time };
        card.Network.Validate();
        var future = FutureColumns.Find(card, Scoring(), input.Schema, columns.Time);
        using var log = new TrainerLog(_context, $"Recurrent{_task}Trainer", _options.Progress);
        var rows = TrainerRows.Read(input, columns, future, _options.CancellationToken);
        var held = validation is null ? (int)Math.Ceiling((rows.Count * _options.ValidationFraction) - 1e-9) : 0;
        if (held >= rows.Count)
        {
            throw new SequenceDataException(
                $"The training data has {rows.Count} rows, too few to hold out {held} for validation: provide more rows.");
        }

        using var data = rows.ToSequenceData(0, rows.Count - held, columns.Targets);
        using var heldOut = validation is not null ? ReadValidation(validation, columns, card)
            : held > 0 ? rows.ToSequenceData(rows.Count - held, held, columns.Targets)
            : null;
        var validated = heldOut is null ? "" : FormattableString.Invariant($", {heldOut.Count:N0} validation sequences");
        log.Write(FormattableString.Invariant($"{data.Count:N0} training sequences{validated}, {card.Network.ParameterCount:N0} parameters"));
        return Fit(card, data, heldOut, log, input.Schema);
    }

    /// <summary>Returns the output columns of the transformer for the given input columns.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type does not match the task.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = LabelColumn.Find(_task, _options.LabelColumnName, inputSchema);
        // A schema shape shows whether there are several values, not how many; their number does not affect the shape of the scores.
        var horizon = label.Kind == SchemaShape.Column.VectorKind.Scalar ? 1 : 2;
        var covariates = TrainerCovariates.GetColumns(_options, _options.FutureCovariates ?? 1);
        var features = _options.Features ?? (1 + _options.Categories.Count);
        var card = CardFor(features, classes: 3, horizon, _options.Targets ?? 1, labels: ["1", "2", "3"], covariates);
        return RecurrentScoringEstimator.OutputSchema(card, Scoring(), inputSchema);
    }

    private RecurrentTransformer Fit(ModelCard card, SequenceData data, SequenceData? validation, TrainerLog log, DataViewSchema schema)
    {
        using var network = RecurrentNetwork.Create(card.Network, _options.Fit.Seed);
        var fit = NetworkFitter.Fit(network, data, validation, _options.Fit, log, _options.CancellationToken);
        if (card.Network.Forecast.Quantiles.Count > 0 && validation is not null)
            NetworkFitter.CalibrateQuantiles(network, validation);
        var exported = OnnxExporter.Export(network, card with { Fit = fit, Data = new DataSummary { SequenceCount = data.Count } });
        log.Write(FormattableString.Invariant($"Exported; maximum difference from the fitted network {exported.ParityError:g2}"));
        return RecurrentTransformer.Create(exported.Bytes.ToArray(), Scoring(), schema);
    }

    private SequenceData ReadValidation(IDataView view, TrainerColumns training, ModelCard card)
    {
        // What the training data states holds for the validation data too, as if the options stated it.
        var columns = FindColumns(_options with { Features = training.Features, Targets = training.Targets }, view.Schema);
        if (columns.Horizon != training.Horizon)
        {
            throw new ArgumentOutOfRangeException(
                nameof(view),
                $"Schema mismatch for label column '{columns.Label.Name}' of the validation data: expected {training.Label.Type}, as in the "
                + $"training data, got {columns.Label.Type}.");
        }

        var future = FutureColumns.Find(card, Scoring(), view.Schema, columns.Time);
        var rows = TrainerRows.Read(view, columns, future, _options.CancellationToken);
        return rows.ToSequenceData(0, rows.Count, columns.Targets);
    }

    private TrainerColumns FindColumns(RecurrentTrainerOptions options, DataViewSchema schema)
    {
        var features = TrainerColumns.GetFeatures(options, schema);
        var card = CardFor(features, classes: 2, horizon: 1, options.Targets ?? 1, labels: [], covariates: null);
        var sequence = InputSequence.Find(card, options.InputColumnName, schema);
        var label = LabelColumn.Find(_task, options.LabelColumnName, schema);
        var (horizon, targets) = _task == RecurrentTask.Forecast ? TrainerColumns.GetForecast(options, label) : (1, options.Targets ?? 1);
        var columns = new TrainerColumns(_task, sequence, label, card.Network.Features, horizon, targets);
        if (_task == RecurrentTask.Tag)
            columns.CheckTags();
        return columns;
    }

    private ModelCard CardFor(
        int features, int classes, int horizon, int targets, IReadOnlyList<string> labels, DataColumns? covariates)
    {
        var count = covariates is null ? 0 : CovariateNames.FromColumns(covariates).Count();
        var network = new NetworkDescription
        {
            Task = _task,
            Features = features,
            Categories = [.. _options.Categories.Select(category => new CategoryDescription(
                category.Values.Count, _options.CategoryEmbeddingSize ?? CategoryDescription.GetDefaultEmbeddingSize(category.Values.Count)))],
            Layers = [],
            Normalization = _options.Normalization,
            Pooling = _task == RecurrentTask.Tag ? SequencePooling.None : SequencePooling.FinalState,
            Forecast = new ForecastDescription { Horizon = horizon, Targets = targets, FutureCovariates = count },
            Classes = _task == RecurrentTask.Forecast ? 0 : classes,
        };
        network = network with
        {
            Layers = NetworkDescription.CreateLayers(
                _options.Cell, network.InputSize, _options.HiddenSize, _options.LayerCount, _options.IsBidirectional),
        };
        network = LinearLayers.Add(
            network, _options.InputLayerSizes, _options.InputActivation, _options.HeadLayerSizes, _options.HeadActivation);
        var columns = _options.Categories.Count > 0 ? (covariates ?? new DataColumns()) with { Categories = _options.Categories } : covariates;
        return new ModelCard { Network = _options.ConfigureNetwork?.Invoke(network) ?? network, Labels = labels, Columns = columns };
    }

    private RecurrentScoringOptions Scoring() => new()
    {
        InputColumnName = _options.InputColumnName,
        OutputColumnName = _options.OutputColumnName,
        FutureColumnName = _options.FutureColumnName,
        TimeColumnName = _options.TimeColumnName,
        ModelFile = "fitted network",

        // The number of classes is known only from the data. Treating two classes specially would change the columns promised before the fit.
        ScoreEveryClass = true,
    };
}
