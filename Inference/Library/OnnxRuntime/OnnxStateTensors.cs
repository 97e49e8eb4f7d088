using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// Copies states between the state vectors of sequences and the state inputs and outputs of a model file: <c>h0</c>, <c>c0</c>, <c>hn</c> and
/// <c>cn</c>.
/// </summary>
internal sealed unsafe class OnnxStateTensors
{
    private readonly LayerDescription[] _layers;
    private readonly StateLayout _layout;

    public OnnxStateTensors(NetworkDescription network)
    {
        _layers = [.. network.MemberLayers];
        _layout = new StateLayout(network);
        var layers = Enumerable.Range(0, _layers.Length);
        Tensors = OnnxNames.CanStackStates(network)
            ? [.. GetKinds(_layers[0]).Select(isCell => CreateTensor(isCell, [.. layers], null))]
            : [.. layers.SelectMany(layer => GetKinds(_layers[layer]).Select(isCell => CreateTensor(isCell, [layer], layer)))];

        static IEnumerable<bool> GetKinds(LayerDescription layer) => layer.Cell.HasCellState ? [false, true] : [false];
    }

    /// <summary>A state input of a model file and the matching output: [layers * directions, batch, hidden].</summary>
    /// <param name="Initial">The name of the input.</param>
    /// <param name="Final">The name of the output.</param>
    /// <param name="IsCell">Whether the tensor contains cell states instead of hidden states.</param>
    /// <param name="Layers">The indices of the layers whose states it contains.</param>
    /// <param name="Rows">The size of the first axis, layers * directions.</param>
    /// <param name="Hidden">The hidden size.</param>
    public sealed record StateTensor(string Initial, string Final, bool IsCell, int[] Layers, int Rows, int Hidden);

    /// <summary>The state tensors of the model file.</summary>
    public IReadOnlyList<StateTensor> Tensors { get; }

    /// <summary>Returns the values of a tensor, copied from state vectors [sequence, state].</summary>
    public float[] Gather(StateTensor tensor, float* states, int batch)
    {
        var values = new float[(long)tensor.Rows * batch * tensor.Hidden];
        fixed (float* first = values)
        {
            foreach (var (offset, state) in GetOffsets(tensor, batch))
                new ReadOnlySpan<float>(states + state, tensor.Hidden).CopyTo(new Span<float>(first + offset, tensor.Hidden));
        }

        return values;
    }

    /// <summary>Copies the values of a tensor to state vectors [sequence, state].</summary>
    public void Scatter(StateTensor tensor, ReadOnlySpan<float> values, float* states, int batch)
    {
        foreach (var (offset, state) in GetOffsets(tensor, batch))
            values.Slice((int)offset, tensor.Hidden).CopyTo(new Span<float>(states + state, tensor.Hidden));
    }

    // The offsets of each hidden vector in the tensor and in the state vectors.
    private IEnumerable<(nint Tensor, nint State)> GetOffsets(StateTensor tensor, int batch)
    {
        nint offset = 0;
        foreach (var layer in tensor.Layers)
        {
            for (var direction = 0; direction < _layers[layer].DirectionCount; direction++)
            {
                nint start = tensor.IsCell ? _layout.GetCellOffset(layer, direction) : _layout.GetHiddenOffset(layer, direction);
                for (var sequence = 0; sequence < batch; sequence++, offset += tensor.Hidden)
                    yield return (offset, (sequence * (nint)_layout.Size) + start);
            }
        }
    }

    private StateTensor CreateTensor(bool isCell, int[] layers, int? layer)
    {
        var initial = isCell ? OnnxNames.InitialCell : OnnxNames.InitialHidden;
        var final = isCell ? OnnxNames.FinalCell : OnnxNames.FinalHidden;
        return new StateTensor(
            layer is { } input ? OnnxNames.ForLayer(initial, input) : initial,
            layer is { } output ? OnnxNames.ForLayer(final, output) : final,
            isCell,
            layers,
            layers.Sum(index => _layers[index].DirectionCount),
            _layers[layers[0]].HiddenSize);
    }
}
