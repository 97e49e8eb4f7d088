using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>A model of a table, exported: it can be saved, evaluated on other rows, and used for predictions.</summary>
/// <remarks>Immutable and thread-safe. An application that only scores needs nothing but the file: see <see cref="RecurrentModel"/>.</remarks>
public sealed record TableModel
{
    private readonly string _name = "model";

    internal TableModel(ReadOnlyMemory<byte> file, ModelCard card) => (ModelBytes, Card) = (file, card);

    private TableModel(byte[] file, string name)
        : this(file, OnnxFile.RequireCard(OnnxFile.Parse(file, name), name)) => _name = name;

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    public ReadOnlyMemory<byte> ModelBytes { get; }

    /// <summary>The model card: the network, the columns, the data and the fit.</summary>
    public ModelCard Card { get; }

    /// <summary>The scores on the rows that were held out for testing; null where none were, and of a model that was loaded.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>How long all fits of the model took; zero for a model that was loaded.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>Reads the file of a model.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or was not exported by this library.</exception>
    public static TableModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new TableModel(OnnxFile.ReadBytes(path), path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is still there.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, ModelBytes.Span);
    }

    /// <summary>Scores the model on the rows of a table that it was not fitted on, beside simple baselines.</summary>
    /// <param name="table">The table; rows that were fitted are recognized by their values and left out.</param>
    /// <param name="includeTrainingRows">Whether rows that were fitted are scored too.</param>
    /// <param name="stride">The number of rows from one scored window to the next, at least 1; null for 1, and for the window of a tagger.</param>
    /// <param name="cancellationToken">Ends the scoring between batches.</param>
    /// <exception cref="RecurrentModelException">The card does not say which columns the model reads.</exception>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is not what it should be, or there is no row to score.</exception>
    public EvaluationReport Evaluate(TableSource table, bool includeTrainingRows = false, int? stride = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (stride is { } rows)
            ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1, nameof(stride));
        return ModelEvaluation.Run(ModelBytes.ToArray(), Card, _name, table, includeTrainingRows, stride, cancellationToken);
    }

    /// <summary>Forecasts the rows that follow the last row of each series, or classifies every sequence.</summary>
    /// <param name="table">The table. For columns that are known ahead it has rows without targets at the end of each series.</param>
    /// <param name="rolling">Whether a forecast is made from every window, not from the last one alone.</param>
    /// <param name="cancellationToken">Ends the scoring between batches.</param>
    /// <exception cref="ArgumentException">Rolling forecasts are asked of a model that does not forecast series.</exception>
    /// <exception cref="RecurrentModelException">The card does not say which columns the model reads.</exception>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is not what it should be, or a series is too short.</exception>
    public PredictionTable Predict(TableSource table, bool rolling = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (rolling && (Card.Network.Task != RecurrentTask.Forecast || Card.Columns?.Sequence is not null))
            throw new ArgumentException("Rolling forecasts are for models that forecast series.", nameof(rolling));
        return ModelPrediction.Run(ModelBytes.ToArray(), Card, _name, table, rolling, cancellationToken);
    }
}
