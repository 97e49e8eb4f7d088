using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The sequences of a frame, of each of its parts; all share one copy of its rows in native memory.</summary>
internal sealed class FrameSequences : IDisposable
{
    private readonly RowFrame _frame;
    private readonly FrameShape _shape;
    private readonly Tensor _rows;
    private readonly Tensor? _known;
    private readonly Tensor? _labels;

    public FrameSequences(RowFrame frame, FrameShape shape)
    {
        LibTorchLibrary.EnsureLoaded();
        (_frame, _shape) = (frame, shape);
        using var scope = NewDisposeScope();
        _rows = tensor(frame.Values, [frame.Rows, frame.Features]).MoveToOuterDisposeScope();
        if (frame.KnownNames.Count > 0)
            _known = tensor(frame.Known, [frame.Rows, frame.KnownNames.Count]).MoveToOuterDisposeScope();
        if (frame.RowLabels.Length > 0)
            _labels = tensor([.. frame.RowLabels.Select(label => (long)label)]).MoveToOuterDisposeScope();
    }

    /// <summary>The sequences of a part.</summary>
    /// <exception cref="SequenceDataException">There is none.</exception>
    public SequenceData Of(DataPart part)
    {
        var stretches = _shape.Stretches(_frame, part).ToList();
        if (stretches.Count == 0)
            throw new SequenceDataException(_shape.NothingFor(_frame, part));
        using var scope = NewDisposeScope();
        long[] starts = [.. stretches.Select(stretch => (long)stretch.Start)];
        long[] lengths = [.. stretches.Select(stretch => (long)stretch.Length)];
        return new SequenceData(new RowSource(_rows, _known, starts, lengths, Answers(stretches)));
    }

    public void Dispose()
    {
        _rows.Dispose();
        _known?.Dispose();
        _labels?.Dispose();
    }

    private RowAnswers Answers(IReadOnlyList<RowStretch> stretches) => _shape.Task switch
    {
        RecurrentTask.Classify => RowAnswers.OfSequence(tensor([.. stretches.Select(stretch => (long)_frame.RowLabels[stretch.End - 1])])),
        RecurrentTask.Tag => RowAnswers.ClassOfRow(_labels!),
        _ when _frame.AnswersSequences => RowAnswers.OfSequence(tensor([.. stretches.SelectMany(Targets)]).view(-1, 1, _frame.Targets)),
        _ => _shape.EveryStep ? RowAnswers.FollowingEveryStep(_shape.Horizon, _frame.Targets) : RowAnswers.Following(_shape.Horizon, _frame.Targets),
    };

    private IEnumerable<float> Targets(RowStretch stretch) => Enumerable.Range(0, _frame.Targets).Select(target => _frame.Target(stretch.End - 1, target));
}
