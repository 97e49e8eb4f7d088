using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences of equal length, stored in tensors that may be views of smaller ones.</summary>
internal sealed class TensorSource(Tensor inputs, Tensor targets, Tensor? futureCovariates, params Tensor[] owned) : SequenceSource
{
    public override long Count => inputs.shape[0];

    public override long Time => inputs.shape[1];

    public override TrainingBatch Gather(Tensor? rows) => rows is null
        ? new TrainingBatch(inputs, targets, futureCovariates)
        : new TrainingBatch(inputs.index_select(0, rows), targets.index_select(0, rows), futureCovariates?.index_select(0, rows));

    public override void Dispose()
    {
        foreach (var tensor in (Tensor?[])[inputs, targets, futureCovariates, .. owned])
            tensor?.Dispose();
    }
}
