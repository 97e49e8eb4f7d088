namespace MlNetRecurrent.Kernels;

/// <summary>
/// The state of one sequence as one vector: for each layer the hidden states [directions, hidden], then the cell states
/// [directions, hidden] where the cell has them.
/// </summary>
internal sealed class StateLayout
{
    private readonly NetworkDescription _network;
    private readonly int[] _starts;

    public StateLayout(NetworkDescription network)
    {
        _network = network;
        _starts = new int[network.Layers.Count];
        for (var index = 0; index < _starts.Length; index++)
        {
            _starts[index] = Size;
            Size = checked(Size + (network.Layers[index].OutputSize * network.Layers[index].Cell.States));
        }
    }

    /// <summary>Floats of a state.</summary>
    public int Size { get; }

    /// <summary>Where the hidden state of a direction of a layer begins.</summary>
    public int Hidden(int layer, int direction) => _starts[layer] + (direction * _network.Layers[layer].HiddenSize);

    /// <summary>Where the cell state of a direction of a layer begins; -1 where it has none.</summary>
    public int Cell(int layer, int direction) =>
        _network.Layers[layer].Cell.HasCellState ? Hidden(layer, direction) + _network.Layers[layer].OutputSize : -1;
}
