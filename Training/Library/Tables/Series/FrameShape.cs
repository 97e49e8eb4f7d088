namespace MlNetRecurrent.Training;

/// <summary>The division of a frame into sequences: whole segments, or windows.</summary>
internal sealed record FrameShape
{
    /// <summary>The task.</summary>
    public required RecurrentTask Task { get; init; }

    /// <summary>The number of rows in a window; null if each segment is one sequence.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// The minimum number of rows in a window: one that would start before its series has the rows from the start of the series on. Null if every
    /// window is complete.
    /// </summary>
    public int? MinWindow { get; init; }

    /// <summary>The number of rows to forecast after a window.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Whether the loss of a forecast covers every step of a window.</summary>
    public bool EveryStep { get; init; }

    /// <summary>
    /// The number of rows from the start of one window to the next. The last window of a part is aligned with its end, unless <see cref="FromStart"/>
    /// is set.
    /// </summary>
    public int Stride { get; init; } = 1;

    /// <summary>Creates the shape for scoring: every window, or for taggers overlapping windows that tag each row once.</summary>
    /// <param name="task">The task.</param>
    /// <param name="window">The number of rows in a window; null if each segment is one sequence.</param>
    /// <param name="horizon">The number of rows to forecast after a window.</param>
    /// <param name="stride">The number of rows from one window to the next; null for 1, and for half a window of a tagger.</param>
    /// <param name="isBidirectional">Whether the network reads the rows after a row too.</param>
    public static FrameShape ToScore(RecurrentTask task, int? window, int horizon, int? stride = null, bool isBidirectional = false) => new()
    {
        Task = task,
        Window = window,
        Horizon = horizon,
        Stride = stride ?? (task == RecurrentTask.Tag ? Math.Max(1, window.GetValueOrDefault() / 2) : 1),
        FromStart = task == RecurrentTask.Forecast,
        TagsEachRow = task == RecurrentTask.Tag,
        IsBidirectional = isBidirectional,
    };

    /// <summary>Whether the network reads the rows after a row too.</summary>
    public static bool ReadsBothDirections(NetworkDescription network) =>
        network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward);

    /// <summary>Whether the stride counts from the first window of a part instead of the last.</summary>
    public bool FromStart { get; init; }

    /// <summary>
    /// Whether a tagger takes the class of each row of a part from one window, that with the most context, also in series shorter than a window.
    /// Otherwise, as in training, only complete windows within the part count, and each is used as a whole.
    /// </summary>
    public bool TagsEachRow { get; init; }

    /// <summary>Whether the rows after a row are context too.</summary>
    public bool IsBidirectional { get; init; }

    private int Ahead => Task == RecurrentTask.Forecast ? Horizon : 0;

    /// <summary>
    /// Returns the sequences of a part, in order. The targets are in the part; the rows before them may be in an earlier part, except for training
    /// sequences, which are entirely in the part.
    /// </summary>
    public RowSequences GetSequences(RowFrame frame, DataPart part) => new(EnumerateSequences(frame, part));

    /// <summary>Returns the window that ends before a row; with <see cref="MinWindow"/>, it is shorter at the start of the series.</summary>
    public static RowSequence CreateWindow(RowFrame frame, RowSegment segment, int window, int end)
    {
        var start = Math.Max(end - window, segment.Start + frame.WarmUpRows);
        return new RowSequence(start, end - start, segment);
    }

    /// <summary>Whether a part of a series has a sequence.</summary>
    public bool HasSequence(RowFrame frame, RowSegment segment, DataPart part) =>
        Window is not { } window || TagsEachRow || GetEnds(frame, segment, window, part).Any();

    /// <summary>Explains why a part has no sequence.</summary>
    public string ExplainNone(RowFrame frame, DataPart part)
    {
        var rows = frame.Parts.Count(of => of == part);
        var name = part == DataPart.Train ? "training" : part == DataPart.Validation ? "validation" : "test";
        if (Window is not { } window)
            return $"{frame.Name} has no {name} sequence: provide more data.";
        if (TagsEachRow)
            return $"{frame.Name} has no {name} rows: provide more data or a larger {name} part.";
        var needs = DescribeNeeds(frame, window);
        return part == DataPart.Train
            ? $"{frame.Name} has {rows} {name} rows, {Expected(frame, window)} for {needs}: provide more data or a shorter window{OrPad(frame)}."
            : $"{frame.Name} has {rows} {name} rows, too few for {needs}: provide more data, a shorter horizon or a larger {name} part.";
    }

    /// <summary>Explains why a frame, whose rows are not split into parts, has no sequence to predict from.</summary>
    public string ExplainNone(RowFrame frame)
    {
        if (Window is not { } window)
            return $"{frame.Name} has no sequence: provide more data.";
        var longest = frame.Segments.Count == 1 ? "" : $" and at most {frame.Segments.Max(segment => segment.Count)} in one series";
        return $"{frame.Name} has {frame.RowCount} rows{longest}, {Expected(frame, window)} for {DescribeNeeds(frame, window)}: provide more data.";
    }

    // Several series are short in all; a single one has too few rows for a fit.
    private string OrPad(RowFrame frame) => MinWindow is null && frame.Segments.Count > 1 ? $", or {ShortSeries.Advice}" : "";

    private string Expected(RowFrame frame, int window) =>
        $"expected at least {(long)(MinWindow ?? window) + Ahead + frame.WarmUpRows} in one series";

    /// <summary>Describes the rows that one sequence needs.</summary>
    public string DescribeNeeds(RowFrame frame, int window)
    {
        var minimum = MinWindow < window ? $" of at least {MinWindow}" : $" of {window}";
        var horizon = Ahead > 0 ? $" and a horizon of {Ahead}" : "";
        var lags = frame.WarmUpRows > 0 ? $" after {frame.WarmUpRows} rows of lags" : "";
        return $"a window{minimum}{horizon}{lags}";
    }

    private IEnumerable<RowSequence> EnumerateSequences(RowFrame frame, DataPart part)
    {
        foreach (var segment in frame.Segments)
        {
            if (Window is not { } window)
            {
                if (frame.Parts[segment.Start] == part)
                    yield return new RowSequence(segment.Start, segment.Count, segment);
                continue;
            }

            if (TagsEachRow)
            {
                foreach (var sequence in new TagWindows(window, Stride, IsBidirectional).Cover(frame, segment, part))
                    yield return sequence;
                continue;
            }

            var ends = GetEnds(frame, segment, window, part);
            // Counted from the first or the last window. For a stride of 1, either one will do.
            var origin = Stride > 1 && !FromStart ? ends.LastOrDefault() : ends.FirstOrDefault();
            foreach (var end in ends.Where(end => (end - origin) % Stride == 0))
                yield return CreateWindow(frame, segment, window, end);
        }
    }

    // The rows before which windows of a part end.
    private IEnumerable<int> GetEnds(RowFrame frame, RowSegment segment, int window, DataPart part)
    {
        var last = segment.End - Ahead;
        for (var end = segment.Start + (long)frame.WarmUpRows + (MinWindow ?? window); end <= last; end++)
        {
            // The rows of a part are contiguous, so the two ends are sufficient.
            var (first, after) = part == DataPart.Train || Task == RecurrentTask.Tag
                ? (Math.Max(end - window, segment.Start + frame.WarmUpRows), end + Ahead)
                : Task == RecurrentTask.Classify ? (end - 1, end)
                : (end, end + Horizon);
            if (frame.Parts[first] == part && frame.Parts[after - 1] == part)
                yield return (int)end;
        }
    }
}
