using MlNetRecurrent;
using MlNetRecurrent.Onnx;

namespace Microsoft.ML;

/// <summary>Extension methods for scoring with recurrent models in ML.NET pipelines.</summary>
public static class RecurrentCatalog
{
    /// <summary>Scores a column of sequences in batches with a recurrent model, exported by this library or by another program.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">
    /// The name of the output column for the scores. Its type is Single for a forecast of one value and for the log-odds of a binary classifier;
    /// otherwise Vector&lt;Single&gt; of [horizon, targets] or [classes], with a leading time axis if the model gives one output per time step.
    /// Classifiers also add the key column <c>PredictedLabel</c> with the class names; binary classifiers add <c>Probability</c>. For the names of
    /// these columns see <see cref="RecurrentScoringOptions.OutputColumnName"/>.
    /// </param>
    /// <param name="inputColumnName">
    /// The name of the input column: Vector&lt;Single&gt; of [time, features], or Single if a sequence is a single value. A vector of unknown size
    /// may have a different length in each row. A column with two dimensions must have the features of the model as its last, and may have dimensions
    /// of size 1 before them; the values of a column with one dimension are read step by step. For models with an embedding the column holds tokens:
    /// see <see cref="RecurrentScoringOptions.InputColumnName"/>.
    /// </param>
    /// <param name="modelFile">
    /// The path of an <c>.onnx</c> file. For a file of another program with several outputs or further inputs, see
    /// <see cref="RecurrentScoringOptions"/>.
    /// </param>
    /// <returns>The estimator, whose <c>Fit</c> checks the schema and returns a <see cref="RecurrentTransformer"/>.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged or not bounded, or another program wrote it and its inputs or outputs must be named; the message lists them.
    /// </exception>
    public static RecurrentScoringEstimator ApplyRecurrentModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile) =>
        ApplyRecurrentModel(
            catalog, new RecurrentScoringOptions { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, ModelFile = modelFile });

    /// <summary>Scores a column of sequences in batches with a recurrent model, exported by this library or by another program.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="options">The columns, the model file, and the scoring settings.</param>
    /// <returns>The estimator, whose <c>Fit</c> checks the schema and returns a <see cref="RecurrentTransformer"/>.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of range. The message lists every error.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged or not bounded, or another program wrote it and its inputs or outputs must be named; the message lists them.
    /// </exception>
    public static RecurrentScoringEstimator ApplyRecurrentModel(this TransformsCatalog catalog, RecurrentScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new RecurrentScoringEstimator(options);
    }

    /// <summary>Maps labels to keys in the class order of an exported model, as evaluators require.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">The name of the output column for the keys.</param>
    /// <param name="inputColumnName">
    /// The name of the column with the labels: text, a number, Boolean (<c>True</c> and <c>False</c>), or a key with names.
    /// </param>
    /// <param name="modelFile">The path of an exported <c>.onnx</c> file of a classifier.</param>
    /// <returns>The estimator of the mapping. Its <c>Fit</c> reads no row.</returns>
    /// <remarks>
    /// <c>MapValueToKey</c> alone assigns keys in the order in which the classes occur in the data, which silently makes metrics wrong. A label that
    /// is not a class of the model becomes a missing key, which evaluators treat as unlabeled.
    /// </remarks>
    /// <exception cref="ArgumentException">A name is empty, or the model has no classes.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by MlNetRecurrent.</exception>
    public static IEstimator<ITransformer> MapLabelToModelKeys(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        return MapLabelToModelKeys(catalog, outputColumnName, inputColumnName, OnnxFile.ReadCard(modelFile));
    }

    /// <summary>Maps labels to keys in the class order of a model, as evaluators require.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">The name of the output column for the keys.</param>
    /// <param name="inputColumnName">
    /// The name of the column with the labels: text, a number, Boolean (<c>True</c> and <c>False</c>), or a key with names.
    /// </param>
    /// <param name="card">The card of a classifier, such as <see cref="RecurrentTransformer.Card"/>.</param>
    /// <returns>The estimator of the mapping. Its <c>Fit</c> reads no row.</returns>
    /// <remarks>
    /// <c>MapValueToKey</c> alone assigns keys in the order in which the classes occur in the data, which silently makes metrics wrong. A label that
    /// is not a class of the model becomes a missing key, which evaluators treat as unlabeled.
    /// </remarks>
    /// <exception cref="ArgumentException">A name is empty, or the model has no classes.</exception>
    public static IEstimator<ITransformer> MapLabelToModelKeys(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(card);
        return new LabelMappingEstimator(outputColumnName, inputColumnName, card);
    }

    /// <summary>Loads a pipeline saved by <c>ml.Model.Save</c> and restores its <see cref="RecurrentTransformer"/>s and their options.</summary>
    /// <param name="catalog">The model operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="filePath">The path of the zip file.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <returns>The transformer of the whole pipeline.</returns>
    /// <inheritdoc cref="LoadRecurrent(ModelOperationsCatalog, string, PipelineLoadOptions, out DataViewSchema)" path="/remarks"/>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, is not a saved pipeline, is damaged or too large, was saved without a schema, or contains no recurrent model; or a graph
    /// in it is rejected.
    /// </exception>
    public static ITransformer LoadRecurrent(this ModelOperationsCatalog catalog, string filePath, out DataViewSchema inputSchema) =>
        LoadRecurrent(catalog, filePath, new PipelineLoadOptions(), out inputSchema);

    /// <summary>Loads a pipeline saved by <c>ml.Model.Save</c> and restores its <see cref="RecurrentTransformer"/>s and their options.</summary>
    /// <param name="catalog">The model operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="filePath">The path of the zip file.</param>
    /// <param name="options">The bounds of what is accepted.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <returns>The transformer of the whole pipeline.</returns>
    /// <remarks>
    /// <para>A saved pipeline contains stock ML.NET transformers, which <c>ml.Model.Load</c> returns unchanged. Do not call <c>Load</c>
    /// for a file of unknown origin: a small file can make it reserve gigabytes, never return, or run any ONNX graph.</para>
    /// <para>This method checks the file before ML.NET sees it: the names, sizes and checksums of its entries, the schema and other tables, and the
    /// header of every part. Graphs are checked before ONNX Runtime sees them, and ML.NET does not load the parts that belong to recurrent models at
    /// all. The options that were saved with a model, such as those of its ONNX Runtime session, are used as they are.</para>
    /// <para>The pipeline may also contain transformers of ML.NET itself. ML.NET reads their values, such as the bins of a normalizer, and does not
    /// bound every length in them: load pipelines with such transformers only from sources that you trust, or in a process that may be ended.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, is not a saved pipeline, is damaged or too large, was saved without a schema, or contains no recurrent model; or a graph
    /// in it is rejected.
    /// </exception>
    public static ITransformer LoadRecurrent(
        this ModelOperationsCatalog catalog, string filePath, PipelineLoadOptions options, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return PipelineLoader.FromFile(catalog, filePath, options, out inputSchema);
    }

    /// <summary>Loads a pipeline saved by <c>ml.Model.Save</c> and restores its <see cref="RecurrentTransformer"/>s and their options.</summary>
    /// <param name="catalog">The model operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="stream">The contents of the zip file. The stream is left open and need not be seekable.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <returns>The transformer of the whole pipeline.</returns>
    /// <inheritdoc cref="LoadRecurrent(ModelOperationsCatalog, string, PipelineLoadOptions, out DataViewSchema)" path="/remarks"/>
    /// <exception cref="RecurrentModelException">
    /// The stream is not a saved pipeline, is damaged or too large, was saved without a schema, or contains no recurrent model; or a graph in it is
    /// rejected.
    /// </exception>
    public static ITransformer LoadRecurrent(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema inputSchema) =>
        LoadRecurrent(catalog, stream, new PipelineLoadOptions(), out inputSchema);

    /// <summary>Loads a pipeline saved by <c>ml.Model.Save</c> and restores its <see cref="RecurrentTransformer"/>s and their options.</summary>
    /// <param name="catalog">The model operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="stream">The contents of the zip file. The stream is left open and need not be seekable.</param>
    /// <param name="options">The bounds of what is accepted.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <returns>The transformer of the whole pipeline.</returns>
    /// <inheritdoc cref="LoadRecurrent(ModelOperationsCatalog, string, PipelineLoadOptions, out DataViewSchema)" path="/remarks"/>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The stream is not a saved pipeline, is damaged or too large, was saved without a schema, or contains no recurrent model; or a graph in it is
    /// rejected.
    /// </exception>
    public static ITransformer LoadRecurrent(
        this ModelOperationsCatalog catalog, Stream stream, PipelineLoadOptions options, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return PipelineLoader.FromStream(catalog, stream, options, out inputSchema);
    }
}
