using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Compares a file exported by this library with the network imported from it.</summary>
internal static class ExportedFileCheck
{
    /// <summary>Compares the outputs of the network with those of the file.</summary>
    /// <returns>The maximum difference.</returns>
    /// <exception cref="RecurrentModelException">The difference exceeds the tolerance, or an output is NaN.</exception>
    public static double Run(ExportedFile exported, RecurrentNetwork network, TrustedModelFile file, double tolerance)
    {
        try
        {
            var difference = ParityCheck.GetMaxDifference(network, file, exported.Card.Window, exported.OptionalInputs);
            return difference <= tolerance
                ? difference
                : throw new RecurrentModelException(FormattableString.Invariant(
                    $"Model file '{file.Name}': the imported network differs from the file by {difference:g3}, more than the tolerance ")
                    + FormattableString.Invariant($"{tolerance:g3}: nothing was imported."));
        }
        catch (Exception exception) when (exception is ExportException or OnnxRuntimeException)
        {
            throw new RecurrentModelException(
                $"Model file '{file.Name}' cannot be compared with the imported network: {exception.Message}", exception);
        }
    }
}
