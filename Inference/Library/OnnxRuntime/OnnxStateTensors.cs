using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The states of a file's inputs and outputs, <c>h0</c>, <c>c0</c>, <c>hn</c> and <c>cn</c>, and their places in a sequence's own state vector.</summary>
internal sealed unsafe class OnnxStateTensors
{
    private readonly LayerDescription[] _layers;
    private readonly StateLayout _layout;

    public OnnxStateTensors(NetworkDescription network)
    {
        _layers = [.. network.MemberLayers];
        _layout = new StateLayout(network);
        var layers = Enumerable.Range(0, _layers.Length);
        Tensors = OnnxNames.SharesStates(network)
            ? [.. Kinds(_layers[0]).Select(isCell => Tensor(isCell, [.. layers], null))]
            : [.. layers.SelectMany(layer => Kinds(_layers[layer]).Select(isCell => Tensor(isCell, [layer], layer)))];

        static IEnumerable<bool> Kinds(LayerDescription layer) => layer.Cell.HasCellState ? [false, true] : [false];
    }

    /// <summary>A state tensor [layers * directions, batch, hidden] of some layers.</summary>
    /// <param name="Initial">The name of the input.</param>
    /// <param name="Final">The name of the output.</param>
    /// <param name="IsCell">Whether it holds cell states.</param>
    /// <param name="Layers">The layers.</param>
    /// <param name="Rows">layers * directions</param>
    /// <param name="Hidden">Hidden units.</param>
    public sealed record StateTensor(string Initial, string Final, bool IsCell, int[] Layers, int Rows, int Hidden);

    public IReadOnlyList<StateTensor> Tensors { get; }

    /// <summary>The numbers of a tensor, from [sequence, state].</summary>
    public float[] Gather(StateTensor tensor, float* states, int batch)
    {
        var numbers = new float[(long)tensor.Rows * batch * tensor.Hidden];
        fixed (float* first = numbers)
        {
            foreach (var (number, state) in Places(tensor, batch))
                new ReadOnlySpan<float>(states + state, tensor.Hidden).CopyTo(new Span<float>(first + number, tensor.Hidden));
        }

        return numbers;
    }

    /// <summary>Copies a tensor's numbers to [sequence, state].</summary>
    public void Scatter(StateTensor tensor, ReadOnlySpan<float> values, float* states, int batch)
    {
        foreach (var (number, state) in Places(tensor, batch))
            values.Slice((int)number, tensor.Hidden).CopyTo(new Span<float>(states + state, tensor.Hidden));
    }

    private IEnumerable<(nint Number, nint State)> Places(StateTensor tensor, int batch)
    {
        nint number = 0;
        foreach (var layer in tensor.Layers)
        {
            for (var direction = 0; direction < _layers[layer].DirectionCount; direction++)
            {
                nint start = tensor.IsCell ? _layout.GetCellOffset(layer, direction) : _layout.GetHiddenOffset(layer, direction);
                for (var sequence = 0; sequence < batch; sequence++, number += tensor.Hidden)
                    yield return (number, (sequence * (nint)_layout.Size) + start);
            }
        }
    }

    private StateTensor Tensor(bool isCell, int[] layers, int? own)
    {
        var initial = isCell ? OnnxNames.InitialCell : OnnxNames.InitialHidden;
        var final = isCell ? OnnxNames.FinalCell : OnnxNames.FinalHidden;
        return new StateTensor(
            own is { } input ? OnnxNames.ForLayer(initial, input) : initial,
            own is { } output ? OnnxNames.ForLayer(final, output) : final,
            isCell,
            layers,
            layers.Sum(layer => _layers[layer].DirectionCount),
            _layers[layers[0]].HiddenSize);
    }
}
