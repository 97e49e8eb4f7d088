using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Scores the windows or sequences of a table with a loaded file.</summary>
internal sealed class TableScorer(RecurrentModel model, ScoredInputs inputs, ScoredOutputs outputs, TableScoringOptions options)
{
    private const int BatchSize = 256;

    private readonly List<IReadOnlyList<string>> _rows = [];
    private readonly List<string> _notes = [];

    // A row with all time steps of a sequence has no times.
    private bool HasTime => !inputs.IsPacked || outputs.IsPerStep;

    private bool HasOrigin => options.Rolling && outputs.IsPerStep && inputs.Window > 1;

    /// <summary>Scores a table.</summary>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is invalid, or a series is too short.</exception>
    public PredictionTable Score(TableSource table, CancellationToken cancellation)
    {
        var columns = options.CreateColumns(inputs.Columns, inputs.IsPacked ? inputs.Window : null);
        var frame = RowFrameReader.Read(table, columns);
        List<RowSequence> sequences = [.. frame.Segments.SelectMany(segment => GetSequences(frame, segment))];
        var steps = FindSteps(frame, sequences);
        var times = new PredictionTimes(frame);
        if (inputs.CarriesStates)
            ScoreStreams(frame, sequences, times, cancellation);
        else
            ScoreBatches(frame, sequences, times, cancellation);
        AddNotes(frame);
        PredictionColumn[] written = [.. GetKeyColumns(frame, times), .. outputs.GetColumns(steps)];
        return new PredictionTable(PredictionHeader.Create(written, _notes), _rows)
        {
            Kinds = [.. written.Select(column => column.Kind)],
            Notes = _notes,
            Warnings = frame.Warnings,
        };
    }

    private IEnumerable<RowSequence> GetSequences(RowFrame frame, RowSegment segment)
    {
        if (inputs.IsPacked)
            return [new RowSequence(segment.Start, segment.Count, segment)];
        if (inputs.CarriesStates)
            return Enumerable.Range(segment.Start, segment.Count).Select(row => new RowSequence(row, 1, segment));
        var (network, name) = (model.Network, segment.Name is null ? "the table" : segment.DisplayName);
        if (inputs.Window is not { } window)
        {
            var (fixedSteps, minSteps) = (network.Graph?.FixedSteps, network.MinSteps);
            return (fixedSteps is null || segment.Count == fixedSteps) && segment.Count >= minSteps
                ? [new RowSequence(segment.Start, segment.Count, segment)]
                : throw new SequenceDataException(
                    $"{frame.Name}: {name} has {segment.Count} rows, "
                    + $"expected {(fixedSteps is { } steps ? $"exactly {steps}" : $"at least {minSteps}")}.");
        }

        if (segment.Count < window)
            throw new SequenceDataException($"{frame.Name}: {name} has {segment.Count} rows, expected at least {window} for a window of {window}.");
        var (first, last) = (segment.Start, segment.End - window);
        return Enumerable.Range(options.Rolling || window == 1 ? first : last, options.Rolling || window == 1 ? last - first + 1 : 1)
            .Select(start => new RowSequence(start, window, segment));
    }

    // The columns of outputs that are neither for each time step nor for the sequence depend on the number of time steps.
    private int FindSteps(RowFrame frame, List<RowSequence> sequences)
    {
        var steps = sequences[0].Length;
        if (!outputs.IsPerStep && model.Network.Graph?.Outputs.FirstOrDefault(output => output.HasSteps) is { } output
            && sequences.FirstOrDefault(sequence => sequence.Length != steps) is { Segment: not null } other)
        {
            throw new SequenceDataException(
                $"{frame.Name}: {other.Segment.DisplayName} has {other.Length} rows and {sequences[0].Segment.DisplayName} has {steps}, and the "
                + $"number of values of the output '{output.Name}' depends on it: provide sequences of equal length, or choose other outputs with "
                + $"{options.Model.GetName(nameof(RecurrentModelOptions.OutputNames))}.");
        }

        return steps;
    }

    private void ScoreBatches(RowFrame frame, List<RowSequence> sequences, PredictionTimes times, CancellationToken cancellation)
    {
        for (var first = 0; first < sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = sequences[first].Length;
            RowSequence[] batch = [.. sequences.Skip(first).Take(BatchSize).TakeWhile(sequence => sequence.Length == length)];
            var (values, tokens) = inputs.GatherSequences(frame, batch);
            var size = model.GetOutputSize(length);
            var scores = new float[batch.Length * size];
            model.ScoreBatch(
                new SequenceBatch { Values = values, Tokens = tokens, OtherInputs = inputs.GatherOtherInputs(frame, batch), Count = batch.Length },
                scores);
            foreach (var (index, sequence) in batch.Index())
                AddRows(sequence, scores.AsMemory(index * size, size), times);
            first += batch.Length;
        }
    }

    private void ScoreStreams(RowFrame frame, List<RowSequence> sequences, PredictionTimes times, CancellationToken cancellation)
    {
        foreach (var series in sequences.GroupBy(sequence => sequence.Segment))
        {
            var stream = model.OpenStream();
            foreach (var row in series)
            {
                cancellation.ThrowIfCancellationRequested();
                var (values, tokens) = inputs.GatherSequences(frame, [row]);
                var scores = new float[model.GetOutputSize(1)];
                stream.Step(
                    new SequenceBatch { Values = values, Tokens = tokens, OtherInputs = inputs.GatherOtherInputs(frame, [row]), Count = 1 }, scores);
                AddRows(row, scores, times);
            }
        }
    }

    private void AddRows(RowSequence sequence, ReadOnlyMemory<float> scores, PredictionTimes times)
    {
        if (!outputs.IsPerStep)
        {
            _rows.Add([.. GetKeys(sequence, sequence.End - 1, times), .. outputs.GetCells(scores)]);
            return;
        }

        // A convolution loses the first steps.
        var size = model.Network.OutputSize;
        var steps = scores.Length / size;
        for (var step = 0; step < steps; step++)
        {
            var position = model.Network.ReversesOutput ? steps - 1 - step : step;
            _rows.Add([.. GetKeys(sequence, sequence.End - steps + step, times), .. outputs.GetCells(scores.Slice(position * size, size))]);
        }
    }

    private IEnumerable<PredictionColumn> GetKeyColumns(RowFrame frame, PredictionTimes times)
    {
        if ((frame.Columns.Sequence ?? frame.Columns.Series) is { } name)
            yield return new PredictionColumn(name, IsGenerated: false, PredictionKind.Text);
        else if (inputs.IsPacked)
            yield return new PredictionColumn("row", Kind: PredictionKind.Integer);
        if (HasTime)
            yield return inputs.IsPacked ? new PredictionColumn("step", Kind: PredictionKind.Integer) : times.Column;
        if (HasOrigin)
            yield return new PredictionColumn("origin", Kind: times.Column.Kind);
    }

    // The series or sequence, the time of the row, and the origin: the time of the last row of the window.
    private IEnumerable<string> GetKeys(RowSequence sequence, int row, PredictionTimes times)
    {
        if (sequence.Segment.Name is { } name)
            yield return name;
        if (HasTime)
            yield return times.GetCell(sequence.Segment, row);
        if (HasOrigin)
            yield return times.GetCell(sequence.Segment, sequence.End - 1);
    }

    private void AddNotes(RowFrame frame)
    {
        if (inputs.CarriesStates)
            _notes.Add("The states of the file are zeros at the start of each series, and are carried from row to row.");
        else if (model.Network.Graph is { States.Count: > 0 })
            _notes.Add("The states of the file are zeros at the start of each window.");
        if (model.Network.ReversesOutput)
            _notes.Add("The file returns its outputs last step first: each is written at the row of its time step.");
        if (options.Rolling && inputs.Window is > 1 and var window && !inputs.IsPacked && !outputs.IsPerStep)
        {
            var rows = (long)(window - 1) * frame.Segments.Count;
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows:N0} rows are not scored: the first {window - 1:N0} rows of each series only start its first window of {window:N0}."));
        }
    }
}
