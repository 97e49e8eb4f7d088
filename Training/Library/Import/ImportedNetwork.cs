namespace MlNetRecurrent.Training;

/// <summary>A network that was read from an ONNX file and found to give the file's answers.</summary>
public sealed class ImportedNetwork
{
    internal ImportedNetwork(RecurrentNetwork network, ModelCard card, double? difference, IReadOnlyList<string> warnings)
    {
        Network = network;
        Card = card;
        ParityError = difference;
        Warnings = warnings;
    }

    /// <summary>The module with the file's weights, ready to be fitted on and exported. It belongs to the caller, who disposes it.</summary>
    public RecurrentNetwork Network { get; }

    /// <summary>The card of the file; in files that others wrote, one that says what the network is.</summary>
    public ModelCard Card { get; }

    /// <summary>
    /// The largest difference between the module and the file that was seen on random sequences, or null where ONNX Runtime does not run
    /// the file; <see cref="Warnings"/> says why.
    /// </summary>
    public double? ParityError { get; }

    /// <summary>What to know before trusting the numbers; empty in most cases.</summary>
    public IReadOnlyList<string> Warnings { get; }
}
