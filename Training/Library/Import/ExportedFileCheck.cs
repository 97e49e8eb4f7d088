using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Compares a file of this product with the module that was made of it.</summary>
internal static class ExportedFileCheck
{
    /// <summary>Runs the module beside the file.</summary>
    /// <returns>The largest difference seen.</returns>
    /// <exception cref="RecurrentModelException">It is above the tolerance, or there is a NaN.</exception>
    public static double Run(ExportedFile own, RecurrentNetwork network, TrustedModelFile file, double tolerance)
    {
        try
        {
            var difference = ParityCheck.GetMaxDifference(network, file, own.Card.Window, own.OptionalInputs);
            return difference <= tolerance
                ? difference
                : throw new RecurrentModelException(FormattableString.Invariant(
                    $"Model file '{file.Name}': the imported network differs from the file by {difference:g3}, more than the tolerance {tolerance:g3}: nothing was imported."));
        }
        catch (Exception exception) when (exception is ExportException or OnnxRuntimeException)
        {
            throw new RecurrentModelException($"Model file '{file.Name}' cannot be compared with the imported network: {exception.Message}", exception);
        }
    }
}
