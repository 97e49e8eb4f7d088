using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>
/// Trains a language model, which predicts the next token, in an ML.NET pipeline. The fitted transformer scores with the exported ONNX file, in
/// memory; <see cref="TextGenerator"/> generates text with the same file.
/// </summary>
/// <remarks>
/// Created by <see cref="RecurrentTrainerCatalog"/>. Immutable. LibTorch has one random generator for the whole process: do not run fits in parallel.
/// </remarks>
public sealed class LanguageTrainer : IEstimator<RecurrentTransformer>
{
    private readonly MLContext _context;
    private readonly LanguageTrainerOptions _options;

    internal LanguageTrainer(MLContext context, LanguageTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_context, _options) = (context, options);
    }

    /// <summary>Checks the schema, reads the text once, fits a network, exports it, and returns a transformer of the exported file.</summary>
    /// <param name="input">The training data: the lines of one text, or its tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or contains neither text nor tokens.</exception>
    /// <exception cref="ArgumentException">The network is invalid, or an option is incompatible with it.</exception>
    /// <exception cref="SequenceDataException">The text is too short, or a token is missing.</exception>
    /// <exception cref="OperationCanceledException">The fit was canceled.</exception>
    public RecurrentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LibTorchLibrary.EnsureLoaded();
        var column = TokenColumn.Find(_options.InputColumnName, input.Schema);
        if (column.Type is not TextDataViewType)
        {
            var keys = (KeyDataViewType)((VectorDataViewType)column.Type).ItemType;
            var card = new ModelCard { Network = Network(checked((int)keys.Count)), Labels = LabelColumn.GetNames(column) };
            return Fit(card, TokenColumn.ReadTokens(input, column, _options.CancellationToken), input.Schema);
        }

        var text = TokenizedText.Tokenize(
            TokenColumn.ReadText(input, column, _options.CancellationToken),
            _options.TokenUnit,
            _options.MaxVocabularySize,
            CountTrainingTokens,
            $"Input column '{column.Name}'");
        return Fit(new ModelCard { Network = Network(text.Vocabulary.Count), Vocabulary = text.Vocabulary }, text.Tokens, input.Schema);
    }

    /// <summary>Returns the output columns of the transformer for the given input columns.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or contains neither text nor tokens.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        // The number of tokens does not affect the schema shape.
        var isText = TokenColumn.IsText(_options.InputColumnName, inputSchema);
        var card = new ModelCard { Network = Network(3), Vocabulary = isText ? new Vocabulary(_options.TokenUnit, ["", "a", "b"]) : null };
        return RecurrentScoringEstimator.OutputSchema(card, Scoring(), inputSchema);
    }

    private RecurrentTransformer Fit(ModelCard card, long[] tokens, DataViewSchema schema)
    {
        var fitted = CountTrainingTokens(tokens.Length);
        using var log = new TrainerLog(_context, nameof(LanguageTrainer), _options.Progress);
        using var data = SequenceData.FromTokens(tokens.AsSpan(0, fitted), _options.ParallelStreams);
        using var validation = fitted < tokens.Length ? SequenceData.FromTokens(tokens.AsSpan(fitted), _options.ParallelStreams) : null;
        var validated = validation is null ? "" : FormattableString.Invariant($", {tokens.Length - fitted:N0} validation tokens");
        log.Write(FormattableString.Invariant($"{fitted:N0} training tokens{validated}, {card.Network.ParameterCount:N0} parameters"));
        using var network = RecurrentNetwork.Create(card.Network, _options.Fit.Seed);
        var fit = NetworkFitter.Fit(network, data, validation, _options.Fit with { BatchSize = null }, log, _options.CancellationToken);
        var exported = OnnxExporter.Export(
            network, card with { Window = _options.Fit.TruncatedBpttSteps, Fit = fit, Data = new DataSummary { SequenceCount = data.Count } });
        log.Write(FormattableString.Invariant($"Exported; maximum difference from the fitted network {exported.ParityError:g2}"));
        return RecurrentTransformer.Create(exported.Bytes.ToArray(), Scoring(), schema);
    }

    // The vocabulary is built from the training tokens alone.
    private int CountTrainingTokens(int count) => count - (int)Math.Ceiling((count * _options.ValidationFraction) - 1e-9);

    private NetworkDescription Network(int vocabulary)
    {
        var network = NetworkDescription.CreateLanguageModel(
            _options.Cell, vocabulary, _options.EmbeddingSize, _options.HiddenSize, _options.LayerCount);
        return _options.ConfigureNetwork?.Invoke(network) ?? network;
    }

    private RecurrentScoringOptions Scoring() => new()
    {
        InputColumnName = _options.InputColumnName,
        OutputColumnName = _options.OutputColumnName,
        ModelFile = "fitted network",
    };
}
