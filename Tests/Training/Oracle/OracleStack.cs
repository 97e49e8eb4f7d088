namespace MlNetRecurrent.Training.Tests;

/// <summary>Stacked recurrent layers that process one sequence.</summary>
internal sealed class OracleStack(IReadOnlyList<OracleLayer> layers)
{
    /// <summary>Creates the equations of a network's layers, with its weights.</summary>
    public static OracleStack FromNetwork(RecurrentNetwork network) => new([.. network.Layers.Select(OracleLayer.FromLayer)]);

    /// <summary>Returns the hidden state of the last layer at every time step [time][width], and the final states [layers][directions].</summary>
    /// <param name="sequence">[time][features].</param>
    /// <param name="initial">[layers][directions], or null for zeros.</param>
    public (double[][] Outputs, OracleState[][] Finals) Run(double[][] sequence, OracleState[][]? initial = null)
    {
        var finals = new OracleState[layers.Count][];
        for (var index = 0; index < layers.Count; index++)
            (sequence, finals[index]) = layers[index].Run(sequence, initial?[index]);
        return (sequence, finals);
    }
}
