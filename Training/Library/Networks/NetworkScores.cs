using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The inputs of a loss function. The scores are computed on request: the loss of a linear head does without.</summary>
internal sealed class NetworkScores
{
    private readonly HeadOutput? _head;
    private readonly long[] _shape;
    private Tensor? _scores;

    /// <param name="scores">Scaled forecasts, or logits for classes.</param>
    public NetworkScores(Tensor scores) => (_scores, _shape) = (scores, scores.shape);

    /// <param name="head">A head whose outputs are the scores.</param>
    /// <param name="shape">The shape of the scores.</param>
    public NetworkScores(HeadOutput head, long[] shape) => (_head, _shape) = (head, shape);

    /// <summary>Scaled forecasts, or logits for classes.</summary>
    public Tensor Scores => _scores ??= _head!.Compute().reshape(_shape);

    /// <summary>The final state of each layer, first to last; empty with lengths.</summary>
    public required IReadOnlyList<RecurrentState> States { get; init; }

    /// <summary>The scaling that converts raw targets to the scale of the scores.</summary>
    public required TargetScaling TargetScaling { get; init; }

    /// <summary>Computes a loss of the scores.</summary>
    public Tensor ComputeLoss(ScoreLoss loss) =>
        _scores is null && _head is { IsLinear: true } ? _head.ComputeLoss(loss, _shape) : LossCall.Run(loss, Scores);
}
