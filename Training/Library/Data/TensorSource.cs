using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences of one length in tensors, which may be views of something smaller.</summary>
internal sealed class TensorSource(Tensor inputs, Tensor targets, Tensor? known, params Tensor[] owned) : SequenceSource
{
    public override long Count => inputs.shape[0];

    public override long Time => inputs.shape[1];

    public override FitBatch Batch(Tensor? rows) => rows is null
        ? new FitBatch(inputs, targets, known)
        : new FitBatch(inputs.index_select(0, rows), targets.index_select(0, rows), known?.index_select(0, rows));

    public override void Dispose()
    {
        foreach (var tensor in (Tensor?[])[inputs, targets, known, .. owned])
            tensor?.Dispose();
    }
}
