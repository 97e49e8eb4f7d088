using MlNetRecurrent;
using MlNetRecurrent.Onnx;

namespace Microsoft.ML;

/// <summary>Labels of recurrent models among the transforms of an <see cref="MLContext"/>.</summary>
public static class RecurrentLabelCatalog
{
    /// <summary>
    /// Maps labels to keys that number the classes as an exported model does, for <c>Evaluate</c>. <c>MapValueToKey</c> alone numbers classes in the order in which the data
    /// have them, and metrics are then silently wrong.
    /// </summary>
    /// <param name="catalog">The transforms of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">The column that takes the keys.</param>
    /// <param name="inputColumnName">The column with the labels: text, number, Boolean (<c>True</c> and <c>False</c>), or a key with names.</param>
    /// <param name="modelFile">The path of an exported <c>.onnx</c> file of a classifier.</param>
    /// <remarks>A label that the model does not have becomes a missing key, which evaluators count as unlabeled.</remarks>
    /// <exception cref="ArgumentException">A name is empty, or the model has no classes.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by this product.</exception>
    public static LabelMappingEstimator MapLabelToModelKeys(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        return MapLabelToModelKeys(catalog, outputColumnName, inputColumnName, OnnxFile.ReadCard(modelFile));
    }

    /// <summary>Maps labels to keys that number the classes as a model does, for <c>Evaluate</c>.</summary>
    /// <param name="catalog">The transforms of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">The column that takes the keys.</param>
    /// <param name="inputColumnName">The column with the labels: text, number, Boolean (<c>True</c> and <c>False</c>), or a key with names.</param>
    /// <param name="card">The card of a classifier, as <see cref="RecurrentTransformer.Card"/> gives it.</param>
    /// <remarks>A label that the model does not have becomes a missing key, which evaluators count as unlabeled.</remarks>
    /// <exception cref="ArgumentException">A name is empty, or the model has no classes.</exception>
    public static LabelMappingEstimator MapLabelToModelKeys(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(card);
        return new LabelMappingEstimator(outputColumnName, inputColumnName, card);
    }
}
