using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The sequences of each part of a frame. Their tensors share the memory of the frame: nothing is copied.</summary>
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
        _rows = as_tensor(frame.Values).view(frame.RowCount, frame.Features).MoveToOuterDisposeScope();
        if (frame.FutureCovariateNames.Count > 0)
            _futureCovariates = as_tensor(frame.FutureCovariates).view(frame.RowCount, frame.FutureCovariateNames.Count).MoveToOuterDisposeScope();
        if (frame.RowLabels.Length > 0)
            _labels = as_tensor(Array.ConvertAll(frame.RowLabels, label => (long)label)).MoveToOuterDisposeScope();
    }

    /// <summary>Creates the sequences of a part.</summary>
    /// <exception cref="SequenceDataException">The part has no sequence.</exception>
    public SequenceData GetSequences(DataPart part)
    {
        var sequences = _shape.GetSequences(_frame, part);
        if (sequences.Count == 0)
            throw new SequenceDataException(_shape.ExplainNone(_frame, part));
        using var scope = NewDisposeScope();
        var starts = ToArray(sequences, sequence => sequence.Start);
        var lengths = sequences.CommonLength is { } length ? [length] : ToArray(sequences, sequence => sequence.Length);
        return new SequenceData(new RowSource(_rows, _futureCovariates, starts, lengths, CreateTargets(sequences), GetSeries(sequences)));
    }

    public void Dispose()
    {
        _rows.Dispose();
        _futureCovariates?.Dispose();
        _labels?.Dispose();
    }

    private static long[] ToArray(RowSequences sequences, Func<RowSequence, long> value)
    {
        var values = new long[sequences.Count];
        foreach (var (index, sequence) in sequences.Index())
            values[index] = value(sequence);
        return values;
    }

    // The sequences are in the order of their segments. Segments without windows are sequences, not series.
    private List<SequenceRange>? GetSeries(RowSequences sequences)
    {
        if (_shape.Window is null)
            return null;
        var series = new List<SequenceRange>();
        foreach (var (_, count) in sequences.CountBy(sequence => sequence.Segment.Start))
            series.Add(new SequenceRange(series.Count == 0 ? 0 : series[^1].First + series[^1].Count, count));
        return series.Count > 1 ? series : null;
    }

    private RowTargets CreateTargets(RowSequences sequences) => _shape.Task switch
    {
        RecurrentTask.Classify => RowTargets.CreatePerSequence(
            as_tensor(ToArray(sequences, sequence => _frame.RowLabels[sequence.End - 1]))),
        RecurrentTask.Tag => RowTargets.CreatePerRow(_labels!),
        _ when _frame.HasSequenceTargets => RowTargets.CreatePerSequence(tensor([.. sequences.SelectMany(Targets)]).view(-1, 1, _frame.Targets)),
        _ when _shape.EveryStep => RowTargets.CreateFollowingEachStep(_shape.Horizon, _frame.TargetIndices),
        _ => RowTargets.CreateFollowing(_shape.Horizon, _frame.TargetIndices),
    };

    private IEnumerable<float> Targets(RowSequence sequence) =>
        Enumerable.Range(0, _frame.Targets).Select(target => _frame.GetTarget(sequence.End - 1, target));
}
