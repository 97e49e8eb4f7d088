using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One recurrence that walks forward through time: a layer has one for each of its directions.</summary>
/// <remarks>
/// Its parameters carry PyTorch's names and order: weight_ih [blocks * hidden, input], weight_hh [blocks * hidden, hidden],
/// bias_ih and bias_hh [blocks * hidden].
/// </remarks>
internal abstract class Recurrence(string name) : nn.Module(name)
{
    public abstract Parameter InputWeight { get; }

    public abstract Parameter RecurrentWeight { get; }

    public abstract Parameter? InputBias { get; }

    public abstract Parameter? RecurrentBias { get; }

    /// <summary>Runs over [batch, time, input].</summary>
    /// <returns>Every hidden state [batch, time, hidden], and the final state [1, batch, hidden].</returns>
    public abstract (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initial);

    /// <summary>The recurrence of a layer's cell.</summary>
    public static Recurrence Create(LayerDescription layer) =>
        layer.Cell == RecurrentCell.GruResetBefore ? new ResetBeforeGru(layer) : new TorchRecurrence(layer);
}
