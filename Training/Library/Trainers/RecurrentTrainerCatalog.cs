using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>Trainers of recurrent networks, for pipelines: <c>ml.Recurrent.Forecaster(...)</c>.</summary>
public sealed class RecurrentTrainerCatalog
{
    private readonly MLContext _context;

    internal RecurrentTrainerCatalog(MLContext context) => _context = context;

    /// <summary>A trainer of forecasters: numbers from a sequence.</summary>
    /// <param name="labelColumnName">The column to forecast: Single, or Vector&lt;Single&gt; of [horizon, targets].</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Forecaster(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Forecaster(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>A trainer of forecasters: numbers from a sequence.</summary>
    /// <param name="options">
    /// Columns, network and fit. A network with quantiles has them calibrated on the validation data, where there is some, and gives the columns
    /// <c>LowerBound</c> and <c>UpperBound</c> beside the score.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public RecurrentTrainer Forecaster(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Forecast, options);

    /// <summary>A trainer of classifiers: one class for a whole sequence.</summary>
    /// <param name="labelColumnName">The column with the classes: a key, as <c>MapValueToKey</c> gives it.</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Classifier(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Classifier(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>A trainer of classifiers: one class for a whole sequence.</summary>
    /// <param name="options">Columns, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public RecurrentTrainer Classifier(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Classify, options);

    /// <summary>A trainer of taggers: one class for each step of a sequence.</summary>
    /// <param name="labelColumnName">The column with the classes: a vector of keys, one for each step.</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Tagger(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Tagger(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>A trainer of taggers: one class for each step of a sequence.</summary>
    /// <param name="options">Columns, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public RecurrentTrainer Tagger(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Tag, options);

    /// <summary>A trainer of language models: the next token of a text.</summary>
    /// <param name="inputColumnName">The column with the text: String, of which rows are lines, or a vector of keys.</param>
    public LanguageTrainer LanguageModel(string inputColumnName = "Text") => LanguageModel(new LanguageTrainerOptions { InputColumnName = inputColumnName });

    /// <summary>A trainer of language models: the next token of a text.</summary>
    /// <param name="options">Column, tokens, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public LanguageTrainer LanguageModel(LanguageTrainerOptions options) => new(_context, options);
}
