using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Compares a file exported by this library with the network imported from it.</summary>
internal static class ExportedFileCheck
{
    /// <summary>Checks that the options only name what the card of the file leaves open.</summary>
    /// <exception cref="ArgumentException">An option would change what the card of the file says.</exception>
    public static void CheckOptions(ExportedFile exported, ImportOptions options)
    {
        var network = exported.Card.Network;
        (string Name, bool IsChange)[] all =
        [
            (nameof(options.Task), options.Task is { } task && task != network.Task),
            (nameof(options.OutputName), options.OutputName is not (null or OnnxNames.Output)),
            (nameof(options.Horizon), options.Horizon is { } horizon && horizon != network.Forecast.Horizon),
            (nameof(options.InputScaler), options.InputScaler is not null),
            (nameof(options.TargetScaler), options.TargetScaler is not null),
        ];
        if (all.FirstOrDefault(option => option.IsChange).Name is { } name)
            throw new ArgumentException($"{name} does not apply to a file that MlNetRecurrent exported: its model card says what it computes.");
    }

    /// <summary>Compares the outputs of the network with those of the file.</summary>
    /// <returns>The maximum difference.</returns>
    /// <exception cref="RecurrentModelException">The difference exceeds the tolerance, or an output is NaN.</exception>
    public static double Run(ExportedFile exported, RecurrentNetwork network, TrustedModelFile file, double tolerance)
    {
        try
        {
            tolerance = ParityCheck.GetTolerance(network.Description, tolerance);
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
