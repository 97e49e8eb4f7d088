namespace MlNetRecurrent.Training;

/// <summary>Which stretches of rows are sequences: whole segments, or the windows of each.</summary>
internal sealed record FrameShape
{
    /// <summary>What is answered.</summary>
    public required RecurrentTask Task { get; init; }

    /// <summary>Rows of a window, or null where each segment is one sequence.</summary>
    public int? Window { get; init; }

    /// <summary>Rows behind a window that are forecast.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Whether the loss of a forecast is taken at every step of a window.</summary>
    public bool EveryStep { get; init; }

    /// <summary>
    /// Rows from the start of one window to that of the next; the last window of a part ends with it, unless <see cref="FromStart"/> says
    /// otherwise.
    /// </summary>
    public int Stride { get; init; } = 1;

    /// <summary>How a model's sequences are scored: every window, or such as give each step one class.</summary>
    /// <param name="task">What is answered.</param>
    /// <param name="window">Rows of a window, or null where each segment is one sequence.</param>
    /// <param name="horizon">Rows behind a window that are forecast.</param>
    /// <param name="stride">Rows from one window to the next; null for all of them, and for steps that are scored once each.</param>
    public static FrameShape ToScore(RecurrentTask task, int? window, int horizon, int? stride = null) =>
        new() { Task = task, Window = window, Horizon = horizon, Stride = stride ?? (task == RecurrentTask.Tag ? window ?? 1 : 1), FromStart = task == RecurrentTask.Forecast };

    /// <summary>Whether windows are counted from the first one of a part instead of the last.</summary>
    public bool FromStart { get; init; }

    private int Ahead => Task == RecurrentTask.Forecast ? Horizon : 0;

    /// <summary>
    /// The sequences of a part, in order. What is answered lies in the part; the rows before it may lie in an earlier one, except those that a
    /// network is fitted on, which lie in the part as a whole.
    /// </summary>
    public IEnumerable<RowSequence> GetSequences(RowFrame frame, DataPart part)
    {
        foreach (var segment in frame.Segments)
        {
            if (Window is not { } window)
            {
                if (frame.Parts[segment.Start] == part)
                    yield return new RowSequence(segment.Start, segment.Count, segment);
                continue;
            }

            var starts = Starts(frame, segment, window, part).ToList();
            foreach (var start in starts.Where(start => ((FromStart ? start - starts[0] : starts[^1] - start) % Stride) == 0))
                yield return new RowSequence(start, window, segment);
        }
    }

    /// <summary>Says why a part has no sequence.</summary>
    public string ExplainNone(RowFrame frame, DataPart part)
    {
        var rows = frame.Parts.Count(of => of == part);
        var name = part == DataPart.Train ? "to fit" : part == DataPart.Validation ? "to validate" : "to test";
        if (Window is not { } window)
            return $"{frame.Name} has no sequence {name}.";
        var needed = window + Ahead + (part == DataPart.Train ? frame.WarmUpRows : 0);
        var needs = $"a window of {window}{(Ahead > 0 ? $" and a horizon of {Ahead}" : "")}{(frame.WarmUpRows > 0 ? $" after {frame.WarmUpRows} rows of lags" : "")}";
        return part == DataPart.Train
            ? $"{frame.Name} has {rows} rows {name}, expected at least {needed} in one series for {needs}: give more data or a shorter window."
            : $"{frame.Name} has {rows} rows {name}, too few for {needs}: give more data, a shorter horizon or a larger part.";
    }

    private IEnumerable<int> Starts(RowFrame frame, RowSegment segment, int window, DataPart part)
    {
        var last = segment.End - window - Ahead;
        for (var start = segment.Start + frame.WarmUpRows; start <= last; start++)
        {
            // Rows of a part stand together: their ends tell.
            var (first, end) = part == DataPart.Train || Task == RecurrentTask.Tag
                ? (start, start + window + Ahead)
                : Task == RecurrentTask.Classify ? (start + window - 1, start + window) : (start + window, start + window + Horizon);
            if (frame.Parts[first] == part && frame.Parts[end - 1] == part)
                yield return start;
        }
    }
}
