using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The sequences of a frame, of each of its parts; all share one copy of its rows in native memory.</summary>
internal sealed class FrameSequences : IDisposable
{
    private readonly RowFrame _frame;
    private readonly FrameShape _shape;
    private readonly Tensor _rows;
    private readonly Tensor? _futureCovariates;
    private readonly Tensor? _labels;

    public FrameSequences(RowFrame frame, FrameShape shape)
    {
        LibTorchLibrary.EnsureLoaded();
        (_frame, _shape) = (frame, shape);
        using var scope = NewDisposeScope();
        _rows = tensor(frame.Values, [frame.RowCount, frame.Features]).MoveToOuterDisposeScope();
        if (frame.FutureCovariateNames.Count > 0)
            _futureCovariates = tensor(frame.FutureCovariates, [frame.RowCount, frame.FutureCovariateNames.Count]).MoveToOuterDisposeScope();
        if (frame.RowLabels.Length > 0)
            _labels = tensor([.. frame.RowLabels.Select(label => (long)label)]).MoveToOuterDisposeScope();
    }

    /// <summary>The sequences of a part.</summary>
    /// <exception cref="SequenceDataException">There is none.</exception>
    public SequenceData GetSequences(DataPart part)
    {
        var stretches = _shape.GetSequences(_frame, part).ToList();
        if (stretches.Count == 0)
            throw new SequenceDataException(_shape.ExplainNone(_frame, part));
        using var scope = NewDisposeScope();
        long[] starts = [.. stretches.Select(stretch => (long)stretch.Start)];
        long[] lengths = [.. stretches.Select(stretch => (long)stretch.Length)];
        return new SequenceData(new RowSource(_rows, _futureCovariates, starts, lengths, CreateTargets(stretches)));
    }

    public void Dispose()
    {
        _rows.Dispose();
        _futureCovariates?.Dispose();
        _labels?.Dispose();
    }

    private RowTargets CreateTargets(IReadOnlyList<RowSequence> stretches) => _shape.Task switch
    {
        RecurrentTask.Classify => RowTargets.CreatePerSequence(tensor([.. stretches.Select(stretch => (long)_frame.RowLabels[stretch.End - 1])])),
        RecurrentTask.Tag => RowTargets.CreatePerRow(_labels!),
        _ when _frame.HasSequenceTargets => RowTargets.CreatePerSequence(tensor([.. stretches.SelectMany(Targets)]).view(-1, 1, _frame.Targets)),
        _ => _shape.EveryStep ? RowTargets.CreateFollowingEachStep(_shape.Horizon, _frame.Targets) : RowTargets.CreateFollowing(_shape.Horizon, _frame.Targets),
    };

    private IEnumerable<float> Targets(RowSequence stretch) => Enumerable.Range(0, _frame.Targets).Select(target => _frame.GetTarget(stretch.End - 1, target));
}
