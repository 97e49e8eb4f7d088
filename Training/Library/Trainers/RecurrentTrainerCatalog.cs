using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>Creates trainers of recurrent networks for ML.NET pipelines: <c>ml.Recurrent.Forecaster(...)</c>.</summary>
public sealed class RecurrentTrainerCatalog
{
    private readonly MLContext _context;

    internal RecurrentTrainerCatalog(MLContext context) => _context = context;

    /// <summary>Creates a trainer of forecasters, which predict the next values of a sequence.</summary>
    /// <param name="labelColumnName">The column to forecast: Single, or Vector&lt;Single&gt; of [horizon, targets].</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Forecaster(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Forecaster(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>Creates a trainer of forecasters, which predict the next values of a sequence.</summary>
    /// <param name="options">
    /// Columns, network and fit. Future covariates are columns of their own: <see cref="RecurrentTrainerOptions.FutureColumnName"/>, and
    /// <see cref="RecurrentTrainerOptions.CalendarFields"/> of times. For a network with quantiles, the transformer adds the columns
    /// <c>LowerBound</c> and <c>UpperBound</c>; quantiles are calibrated on validation data if there is any.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    public RecurrentTrainer Forecaster(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Forecast, options);

    /// <summary>Creates a trainer of classifiers, which predict one class for each sequence.</summary>
    /// <param name="labelColumnName">The column with the classes: a key, as created by <c>MapValueToKey</c>.</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Classifier(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Classifier(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>Creates a trainer of classifiers, which predict one class for each sequence.</summary>
    /// <param name="options">Columns, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    public RecurrentTrainer Classifier(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Classify, options);

    /// <summary>Creates a trainer of taggers, which predict one class for each time step of a sequence.</summary>
    /// <param name="labelColumnName">The column with the classes: a vector of keys, one for each time step.</param>
    /// <param name="inputColumnName">The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</param>
    public RecurrentTrainer Tagger(string labelColumnName = "Label", string inputColumnName = "Features") =>
        Tagger(new RecurrentTrainerOptions { LabelColumnName = labelColumnName, InputColumnName = inputColumnName });

    /// <summary>Creates a trainer of taggers, which predict one class for each time step of a sequence.</summary>
    /// <param name="options">Columns, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    public RecurrentTrainer Tagger(RecurrentTrainerOptions options) => new(_context, RecurrentTask.Tag, options);

    /// <summary>Creates a trainer of language models, which predict the next token of a text.</summary>
    /// <param name="inputColumnName">The column with the text: String, with one line in each row, or a vector of keys.</param>
    public LanguageTrainer LanguageModel(string inputColumnName = "Text") =>
        LanguageModel(new LanguageTrainerOptions { InputColumnName = inputColumnName });

    /// <summary>Creates a trainer of language models, which predict the next token of a text.</summary>
    /// <param name="options">Column, tokens, network and fit.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    public LanguageTrainer LanguageModel(LanguageTrainerOptions options) => new(_context, options);
}
