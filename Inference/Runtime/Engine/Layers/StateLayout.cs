namespace MlNetRecurrent.Engine;

/// <summary>
/// The state of one sequence as one vector: for each layer the hidden states [directions, hidden], then the cell states
/// [directions, hidden] where the cell has them.
/// </summary>
internal sealed class StateLayout
{
    private readonly LayerDescription[] _layers;
    private readonly int[] _starts;

    public StateLayout(NetworkDescription network)
    {
        _layers = [.. network.MemberLayers];
        _starts = new int[_layers.Length];
        for (var index = 0; index < _starts.Length; index++)
        {
            _starts[index] = Size;
            Size = checked(Size + (_layers[index].OutputSize * _layers[index].Cell.StateCount));
        }
    }

    /// <summary>Floats of a state.</summary>
    public int Size { get; }

    /// <summary>Where the hidden state of a direction of a layer begins.</summary>
    public int GetHiddenOffset(int layer, int direction) => _starts[layer] + (direction * _layers[layer].HiddenSize);

    /// <summary>Where the cell state of a direction of a layer begins; -1 where it has none.</summary>
    public int GetCellOffset(int layer, int direction) =>
        _layers[layer].Cell.HasCellState ? GetHiddenOffset(layer, direction) + _layers[layer].OutputSize : -1;
}
