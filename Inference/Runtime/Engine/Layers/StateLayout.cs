namespace MlNetRecurrent.Engine;

/// <summary>
/// The layout of a sequence's state as one vector: for each layer, the hidden states [directions, hidden], followed by the cell states
/// [directions, hidden] if the cell has them.
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

    /// <summary>The number of floats in a state.</summary>
    public int Size { get; }

    /// <summary>The offset of the hidden state of a layer's direction.</summary>
    public int GetHiddenOffset(int layer, int direction) => _starts[layer] + (direction * _layers[layer].HiddenSize);

    /// <summary>The offset of the cell state of a layer's direction, or -1 if it has none.</summary>
    public int GetCellOffset(int layer, int direction) =>
        _layers[layer].Cell.HasCellState ? GetHiddenOffset(layer, direction) + _layers[layer].OutputSize : -1;
}
