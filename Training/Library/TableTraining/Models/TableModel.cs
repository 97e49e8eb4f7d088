using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>An exported model of a table, which can be saved, evaluated on other rows, and used for predictions.</summary>
/// <remarks>Immutable and thread-safe. An application that only scores needs only the file: see <see cref="RecurrentModel"/>.</remarks>
public sealed record TableModel
{
    private readonly string _name = "model";

    internal TableModel(ReadOnlyMemory<byte> file, ModelCard card) => (ModelBytes, Card) = (file, card);

    private TableModel(ParsedFile file)
        : this(file.Bytes, OnnxFile.RequireCard(file.Model, file.Name)) => _name = file.Name;

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    public ReadOnlyMemory<byte> ModelBytes { get; }

    /// <summary>The model card: the network, the columns, the data and the fit.</summary>
    public ModelCard Card { get; }

    /// <summary>The scores on the test rows; null without test rows, and for a loaded model.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>The total duration of the fits; zero for a loaded model.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>Loads a model file.</summary>
    /// <param name="path">The path of a model file that was trained on a table.</param>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or was not exported by this library.</exception>
    public static TableModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new TableModel(OnnxFile.Open(path));
    }

    /// <summary>Writes the model file, atomically.</summary>
    /// <param name="path">The path of the file; an existing file is replaced as a whole.</param>
    /// <remarks>
    /// When the method has returned, the file is complete and stays so after a power loss, on file systems that honor <c>fsync</c>; until then the
    /// previous file is. A link is followed to its target. The file keeps the mode and, where permitted, the owner of the one that it replaces.
    /// </remarks>
    /// <exception cref="IOException">
    /// The path is not that of a regular file, the file cannot be written, or another process is changing it; an existing file is left unchanged.
    /// </exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelWriter.Write(path, ModelBytes.Span);
    }

    /// <summary>Writes the model file, which this process has locked.</summary>
    internal void SaveLocked(ModelLock held) => ModelWriter.Write(held, ModelBytes.Span);

    /// <summary>Scores the model and baselines on the rows of a table that were not used for training.</summary>
    /// <remarks>
    /// On the table of its training, the test rows of the training are scored, as <see cref="ModelCard"/> records them: the scores are those of
    /// <see cref="Evaluation"/> of the fit. On any other table, all rows that were not used for training are scored, whatever its split column says.
    /// </remarks>
    /// <param name="table">The table. Training rows are recognized by their values and excluded.</param>
    /// <param name="includeTrainingRows">Whether to score training rows too.</param>
    /// <param name="stride">The number of rows from one scored window to the next, at least 1; null for that of the training.</param>
    /// <param name="cancellationToken">Cancels the scoring between batches.</param>
    /// <exception cref="RecurrentModelException">The card does not describe the columns of the model.</exception>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is invalid, or there are no rows to score.</exception>
    public EvaluationReport Evaluate(
        TableSource table, bool includeTrainingRows = false, int? stride = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (stride is { } rows)
            ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1, nameof(stride));
        return ModelEvaluation.Run(ModelBytes.ToArray(), Card, _name, table, includeTrainingRows, stride, cancellationToken);
    }

    /// <summary>Forecasts the rows that follow the last row of each series, or classifies every sequence, window or row.</summary>
    /// <remarks>
    /// Forecasts have one row for each step ahead: the series, the time that is forecast (it continues the regular step of the series: months, days
    /// without the days off, or a duration), the step, the targets and their quantiles. Without a time column the rows of each series are numbered
    /// from 1. Rolling forecasts also have their <c>origin</c>, the time of the last row of the window, and for each target <c>TARGET actual</c>,
    /// empty where it is not known yet. Taggers tag each row once, in the order of the table, in the window where it has the most context; series
    /// shorter than a window too. <see cref="PredictionTable.Notes"/> says which rows have no prediction.
    /// </remarks>
    /// <param name="table">The table. For a model with future covariates, each series ends with rows without targets that contain them.</param>
    /// <param name="rolling">Whether to forecast from every window instead of the last one alone, next to the actual values.</param>
    /// <param name="cancellationToken">Cancels the scoring between batches.</param>
    /// <exception cref="ArgumentException">Rolling forecasts are requested of a model that does not forecast series.</exception>
    /// <exception cref="RecurrentModelException">The card does not describe the columns of the model.</exception>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is invalid, or a series is too short.</exception>
    public PredictionTable Predict(TableSource table, bool rolling = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (rolling && (Card.Network.Task != RecurrentTask.Forecast || Card.Columns?.Sequence is not null))
            throw new ArgumentException("Rolling forecasts require a model that forecasts series.", nameof(rolling));
        return ModelPrediction.Run(ModelBytes.ToArray(), Card, _name, table, rolling, cancellationToken);
    }
}
