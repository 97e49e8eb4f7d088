namespace MlNetRecurrent.Training;

/// <summary>A network imported from an ONNX file. Its outputs match those of the file, unless <see cref="ParityError"/> is null.</summary>
public sealed class ImportedNetwork
{
    internal ImportedNetwork(RecurrentNetwork network, ModelCard card, double? difference, IReadOnlyList<string> warnings)
    {
        Network = network;
        Card = card;
        ParityError = difference;
        Warnings = warnings;
    }

    /// <summary>The network with the weights of the file, ready for further training and export. The caller disposes it.</summary>
    public RecurrentNetwork Network { get; }

    /// <summary>The model card of the file, or, for files without a card, a card that describes the network.</summary>
    public ModelCard Card { get; }

    /// <summary>
    /// The maximum difference between the network and the file on random sequences, or null if they could not be compared; <see cref="Warnings"/>
    /// states the reason.
    /// </summary>
    public double? ParityError { get; }

    /// <summary>Warnings about the import, such as a comparison that was not possible; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; }
}
