
namespace MlNetRecurrent.Training;

/// <summary>The rows of a table to train on, checked and split.</summary>
internal sealed class TrainingData
{
    private readonly bool _everyStep;
    private readonly int _stride;

    private TrainingData(RowFrame frame, FrameShape shape, int season, bool everyStep, int stride)
    {
        (Frame, Shape, SeasonLength) = (frame, shape, season);
        (_everyStep, _stride) = (everyStep, stride);
    }

    /// <summary>The rows, and what each is for.</summary>
    public RowFrame Frame { get; }

    /// <summary>Which of them are sequences to score.</summary>
    public FrameShape Shape { get; }

    /// <summary>Which of them are sequences to fit.</summary>
    public FrameShape TrainingShape => Shape with { EveryStep = _everyStep, Stride = _stride };

    /// <summary>Rows of a season.</summary>
    public int SeasonLength { get; }

    /// <summary>Whether some rows decide which epoch is kept.</summary>
    public bool HasValidation => Frame.Parts.Contains(DataPart.Validation);

    /// <summary>Whether some rows are put aside for testing.</summary>
    public bool HasTest => Frame.Parts.Contains(DataPart.Test);

    /// <summary>How many rows, or whole sequences, a part has.</summary>
    public int Count(DataPart part, bool wholeSequences) => wholeSequences
        ? Frame.Segments.Count(segment => Frame.Parts[segment.Start] == part)
        : Frame.Parts.Count(of => of == part);

    /// <summary>Reads, checks and splits the rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The options, complete.</param>
    /// <exception cref="SequenceDataException">The data cannot be fitted; the message says where and why.</exception>
    public static TrainingData Load(TableSource table, TableTrainingOptions options)
    {
        var frame = RowFrameReader.Read(table, options.Columns);
        var whole = options.Window is null;
        if (options.Columns.Split is null)
            DataSplit.Test(frame, options.TestFraction, whole);
        if (options.NeedsValidation)
            DataSplit.Validation(frame, options.ValidationFraction, whole);
        FrameChecks.CheckTargets(frame);
        if (frame.Columns.Label is not null)
            frame = options.Labels is { } labels ? FrameLabels.Reorder(frame, labels) : FrameLabels.Sort(frame);
        return new TrainingData(
            frame,
            FrameShape.ToScore(options.EffectiveTask, options.Window, options.Horizon, options.TestStride),
            options.SeasonLength ?? SeasonDetection.Detect(frame),
            options.HasLossAtEveryStep,
            options.Stride!.Value);
    }

    /// <summary>The sequences that a model is scored on.</summary>
    /// <exception cref="SequenceDataException">There is none.</exception>
    public IReadOnlyList<RowSequence> GetTestSequences() => Shape.GetSequences(Frame, DataPart.Test).ToList() is { Count: > 0 } stretches
        ? stretches
        : throw new SequenceDataException(Shape.ExplainNone(Frame, DataPart.Test));

    /// <summary>The same rows, all of them to fit.</summary>
    public TrainingData WithAllRowsForTraining() => new(Frame with { Parts = new DataPart[Frame.RowCount] }, Shape, SeasonLength, _everyStep, _stride);

    /// <summary>What the card says of the data.</summary>
    /// <param name="source">The data's name.</param>
    /// <param name="sequences">How many sequences were fitted.</param>
    public DataSummary CreateSummary(string source, long sequences)
    {
        var fitted = Frame.GetTargetRows(part => part != DataPart.Test);
        return new DataSummary
        {
            Source = source,
            SequenceCount = sequences,
            SeasonLength = Shape is { Task: RecurrentTask.Forecast, Window: not null } ? SeasonLength : null,
            TrainingSeries = Shape.Window is null ? null : DataFingerprint.FingerprintSeries(Frame),
            TrainingSequenceHashes = Shape.Window is null ? DataFingerprint.HashSequences(Frame) : null,
            TargetMeans = Frame.Targets == 0 ? null : [.. Enumerable.Range(0, Frame.Targets).Select(target => fitted.Average(row => (double)Frame.GetTarget(row, target)))],
            MaseScales = Frame.Targets == 0 || Frame.HasSequenceTargets ? null : [.. Enumerable.Range(0, Frame.Targets).Select(GetMaseScale)],
            LabelCounts = Frame.Labels.Count == 0 ? null : Counts(),
        };
    }

    // Over all series, each by itself.
    private double GetMaseScale(int target)
    {
        var scales = Frame.Segments
            .Select(segment => Frame.GetTarget(segment, target).AsSpan(0, Enumerable.Range(segment.Start, segment.Count).Count(row => Frame.Parts[row] != DataPart.Test)).ToArray())
            .Select(values => ForecastMetrics.ComputeMaseScale(values, SeasonLength))
            .Where(double.IsFinite)
            .ToList();
        return scales.Count > 0 ? scales.Average() : double.NaN;
    }

    private long[] Counts()
    {
        var counts = new long[Frame.Labels.Count];
        var rows = Shape.Task == RecurrentTask.Tag
            ? Enumerable.Range(0, Frame.RowCount).Where(row => Frame.Parts[row] != DataPart.Test)
            : new[] { DataPart.Train, DataPart.Validation }.SelectMany(part => TrainingShape.GetSequences(Frame, part)).Select(stretch => stretch.End - 1);
        foreach (var row in rows)
            counts[Frame.RowLabels[row]]++;
        return counts;
    }
}
