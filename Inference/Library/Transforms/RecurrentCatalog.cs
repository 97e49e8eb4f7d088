using MlNetRecurrent;

namespace Microsoft.ML;

/// <summary>Recurrent models among the transforms of an <see cref="MLContext"/>.</summary>
public static class RecurrentCatalog
{
    /// <summary>Scores a column of sequences by an exported recurrent model, in batches, with one pass over the data.</summary>
    /// <param name="catalog">The transforms of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">
    /// The column that takes the scores: Single for a forecast of one value and the log-odds of the second of two classes, otherwise Vector&lt;Single&gt; of
    /// [horizon, targets] or [classes], with a time axis in front where the model answers every step. Classifiers have a column <c>PredictedLabel</c> beside it, a key
    /// with the names of the classes, and one of two classes has <c>Probability</c>; see <see cref="RecurrentScoringOptions.OutputColumnName"/> for their names.
    /// </param>
    /// <param name="inputColumnName">
    /// The column with the sequences, Vector&lt;Single&gt; of [time, features] (a vector of unknown size may have another length in each row), or
    /// Single where one value is the whole sequence. For models with an embedding, tokens: see <see cref="RecurrentScoringOptions.InputColumnName"/>.
    /// </param>
    /// <param name="modelFile">The path of an exported <c>.onnx</c> file.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by this product.</exception>
    public static RecurrentScoringEstimator ApplyRecurrentModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile) =>
        ApplyRecurrentModel(catalog, new RecurrentScoringOptions { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, ModelFile = modelFile });

    /// <summary>Scores a column of sequences by an exported recurrent model, in batches, with one pass over the data.</summary>
    /// <param name="catalog">The transforms of an <see cref="MLContext"/>.</param>
    /// <param name="options">Columns, file and how to score.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range; the message lists every fault.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by this product.</exception>
    public static RecurrentScoringEstimator ApplyRecurrentModel(this TransformsCatalog catalog, RecurrentScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new RecurrentScoringEstimator(options);
    }
}
