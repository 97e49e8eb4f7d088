namespace MlNetRecurrent.Training;

/// <summary>The training data of a table, checked and split.</summary>
internal sealed class TrainingData
{
    private readonly bool _everyStep;
    private readonly int _stride;
    private readonly Lazy<SplitSummary> _split;

    private TrainingData(RowFrame frame, FrameShape shape, int season, bool everyStep, int stride, SplitSummary split)
    {
        (Frame, Shape, SeasonLength) = (frame, shape, season);
        (_everyStep, _stride) = (everyStep, stride);
        _split = new Lazy<SplitSummary>(() => HasTest
            ? split with { TableHash = TableHashes.HashValues(frame), TestRowsHash = TableHashes.HashTestRows(frame) }
            : split with { TableHash = null, TestRowsHash = null });
    }

    /// <summary>The rows and their parts.</summary>
    public RowFrame Frame { get; }

    /// <summary>The division into sequences for scoring.</summary>
    public FrameShape Shape { get; }

    /// <summary>The division into sequences for training.</summary>
    public FrameShape TrainingShape => Shape with { EveryStep = _everyStep, Stride = _stride, TagsEachRow = false };

    /// <summary>The season length in rows.</summary>
    public int SeasonLength { get; }

    /// <summary>Whether there are validation rows.</summary>
    public bool HasValidation => Frame.Parts.Contains(DataPart.Validation);

    /// <summary>Whether there are test rows.</summary>
    public bool HasTest => Frame.Parts.Contains(DataPart.Test);

    /// <summary>Counts the rows, or the whole sequences, of a part.</summary>
    public int Count(DataPart part, bool wholeSequences) => wholeSequences
        ? Frame.Segments.Count(segment => Frame.Parts[segment.Start] == part)
        : Frame.Parts.Count(of => of == part);

    /// <summary>Reads, checks and splits the rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The options, with defaults filled in.</param>
    /// <param name="network">The network that is fitted; null for a new one, which the options describe.</param>
    /// <exception cref="SequenceDataException">The data cannot be used for training; the message states the position and the reason.</exception>
    public static TrainingData Load(TableSource table, TableTrainingOptions options, NetworkDescription? network = null)
    {
        var frame = RowFrameReader.Read(
            table, SeasonTerms.Find(table, options), digits: DigitRules.Create(options.Network.Normalization, options.Columns));
        var whole = options.Window is null;
        if (!whole)
            DataFingerprint.CheckCount(frame.Name, frame.Segments);
        if (options.Columns.Split is null)
            DataSplit.Test(frame, options.TestFraction, whole, options.IsStratified);
        if (options.NeedsValidation)
            DataSplit.Validation(frame, options.ValidationFraction, whole);
        frame = CategoryReader.KeepTrainingValues(frame, options.Columns);
        FrameChecks.CheckTargets(frame);
        if (frame.Columns.Label is not null)
            frame = options.Labels is { } labels ? FrameLabels.Reorder(frame, labels) : FrameLabels.Sort(frame);
        if (whole && options.EffectiveTask == RecurrentTask.Classify)
            frame = FrameLabels.WarnOfChanges(frame);
        var season = options.SeasonLength ?? SeasonDetection.Detect(frame);
        var shape = FrameShape.ToScore(options.EffectiveTask, options.Window, options.Horizon, options.TestStride, options.Network.IsBidirectional);
        if (options is { ShortSeries: ShortSeriesPolicy.Pad, Window: { } window })
        {
            network ??= options.Network.Describe(options.EffectiveTask, options.Cell, options.Horizon, frame, season);
            shape = shape with { MinWindow = ShortSeries.GetMinWindow(network, window) };
        }

        var data = new TrainingData(
            frame, shape, season, options.HasLossAtEveryStep, options.Stride!.Value, TableFitSettings.WriteSplit(options));
        return ShortSeries.DescribeUntrained(frame, data.TrainingShape) is { } warning ? data.WithWarning(warning) : data;
    }

    /// <summary>Returns the sequences for scoring.</summary>
    /// <exception cref="SequenceDataException">There are no test sequences.</exception>
    public IReadOnlyList<RowSequence> GetTestSequences() =>
        Shape.GetSequences(Frame, DataPart.Test) is { Count: > 0 } sequences
        ? sequences
        : throw new SequenceDataException(Shape.ExplainNone(Frame, DataPart.Test));

    /// <summary>Returns the classes that no test sequence or row has; empty without classes or test rows.</summary>
    public IReadOnlyList<string> GetClassesWithoutTestRows()
    {
        if (!HasTest)
            return [];
        var tested = Frame.RowLabels.Where((_, row) => Frame.Parts[row] == DataPart.Test).ToHashSet();
        return [.. Frame.Labels.Where((_, label) => !tested.Contains(label))];
    }

    /// <summary>Returns the same rows, all of them as training rows.</summary>
    public TrainingData WithAllRowsForTraining() =>
        new(Frame with { Parts = new DataPart[Frame.RowCount] }, Shape, SeasonLength, _everyStep, _stride, _split.Value);

    /// <summary>Returns the same rows with another warning about them.</summary>
    public TrainingData WithWarning(string warning) =>
        new(Frame with { Warnings = [.. Frame.Warnings, warning] }, Shape, SeasonLength, _everyStep, _stride, _split.Value);

    /// <summary>Creates the data summary for the model card.</summary>
    /// <param name="sequences">The number of training sequences.</param>
    public DataSummary CreateSummary(long sequences)
    {
        var rows = Frame.GetTargetRows(part => part != DataPart.Test);
        var scales = Frame.Targets == 0 || Frame.HasSequenceTargets ? null : new MaseScales(Frame, SeasonLength);
        return new DataSummary
        {
            SequenceCount = sequences,
            SeasonLength = Shape is { Task: RecurrentTask.Forecast, Window: not null } ? SeasonLength : null,
            Split = _split.Value,
            TrainingSeries = Shape.Window is null ? null : DataFingerprint.FingerprintSeries(Frame, scales is null ? null : scales.GetScales),
            TrainingSequenceHashes = Shape.Window is null ? DataFingerprint.HashSequences(Frame) : null,
            TargetMeans = Frame.Targets == 0
                ? null
                : [.. Enumerable.Range(0, Frame.Targets).Select(target => rows.Average(row => (double)Frame.GetTarget(row, target)))],
            MaseScales = scales?.GetMeans(),
            LabelCounts = Frame.Labels.Count == 0 ? null : CountLabels(),
        };
    }

    private long[] CountLabels()
    {
        var counts = new long[Frame.Labels.Count];
        var rows = Shape.Task == RecurrentTask.Tag
            ? Enumerable.Range(0, Frame.RowCount).Where(row => Frame.Parts[row] != DataPart.Test)
            : new[] { DataPart.Train, DataPart.Validation }
                .SelectMany(part => TrainingShape.GetSequences(Frame, part))
                .Select(sequence => sequence.End - 1);
        foreach (var row in rows)
            counts[Frame.RowLabels[row]]++;
        return counts;
    }
}
