using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The trained state of a layer before the first step; zeros before training.</summary>
internal sealed class LearnedState : nn.Module
{
    public LearnedState(LayerDescription layer)
        : base(nameof(LearnedState))
    {
        register_parameter("hidden", Hidden = Zeros(layer));
        if (layer.Cell.HasCellState)
            register_parameter("cell", Cell = Zeros(layer));
    }

    /// <summary>[directions, 1, hidden].</summary>
    public Parameter Hidden { get; }

    /// <summary>[directions, 1, hidden]; null for a cell without a cell state.</summary>
    public Parameter? Cell { get; }

    /// <summary>The state of each sequence of a batch.</summary>
    public RecurrentState Expand(long batch) => new(Expand(Hidden, batch), Cell is null ? null : Expand(Cell, batch));

    private static Tensor Expand(Parameter state, long batch) => state.expand(-1, batch, -1).contiguous();

    private static Parameter Zeros(LayerDescription layer) => new(zeros(layer.DirectionCount, 1, layer.HiddenSize));
}
