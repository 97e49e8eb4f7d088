using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Training data: sequences and their targets, in native memory. Dispose it after training.</summary>
public sealed class SequenceData : IDisposable
{
    private readonly SequenceSource _source;
    private TrainingBatch? _all;

    internal SequenceData(SequenceSource source) => _source = source;

    /// <summary>
    /// The inputs [sequences, time, features], or int64 tokens [sequences, time] for an embedding. Windows are views of one copy of their series; if
    /// the lengths of sequences differ, shorter ones are padded by repeating their last step.
    /// </summary>
    public Tensor Inputs => AllSequences.Inputs;

    /// <summary>
    /// The targets: for forecasts [sequences, horizon, targets], or [sequences, time, targets] for one at every time step; for classification int64
    /// [sequences]; for tagging int64 [sequences, time].
    /// </summary>
    public Tensor Targets => AllSequences.Targets;

    /// <summary>The future covariates, [sequences, time + horizon, covariates]; null for none.</summary>
    public Tensor? FutureCovariates => AllSequences.FutureCovariates;

    /// <summary>The number of sequences.</summary>
    public long Count => _source.Count;

    /// <summary>The number of time steps of each sequence, or of the longest.</summary>
    public long Steps => _source.Time;

    /// <summary>The shape of <see cref="FutureCovariates"/>, without gathering all of it.</summary>
    internal long[]? FutureCovariatesShape
    {
        get
        {
            using var scope = NewDisposeScope();
            var first = _source.Gather(zeros(1, dtype: ScalarType.Int64));

            // The first sequence may be shorter than the longest one.
            return first.FutureCovariates is { shape: var shape } ? [Count, shape[1] - first.Inputs.shape[1] + Steps, shape[2]] : null;
        }
    }

    /// <summary>The number of time steps of each sequence, int64 [sequences]; null if they are equal.</summary>
    internal Tensor? Lengths => _source.Lengths;

    /// <summary>The sequences of each series, if the sequences are windows of several series; empty otherwise.</summary>
    internal IReadOnlyList<SequenceRange> Series => _source.Series;

    private TrainingBatch AllSequences => _all ??= DetachFromScope(_source.Gather(null));

    /// <summary>Gathers a batch of sequences.</summary>
    /// <param name="rows">The indices of the sequences, int64 [batch].</param>
    internal TrainingBatch Gather(Tensor rows) => _source.Gather(rows);

    /// <summary>Gathers all sequences once, and keeps them.</summary>
    internal TrainingBatch GatherAll() => AllSequences;

    /// <summary>
    /// Creates the sliding windows of a series; the targets of a window are the rows that follow it. Windows are views of one copy of the series.
    /// </summary>
    /// <param name="series">The values of the series, row by row: [rows, features].</param>
    /// <param name="featureCount">The number of values per row, at least 1.</param>
    /// <param name="window">The number of rows per window, at least 1.</param>
    /// <param name="horizon">The number of rows to forecast after each window, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="SequenceDataException">There are too few rows, the last row is incomplete, or a value is NaN or infinite.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public static SequenceData FromSeries(ReadOnlySpan<float> series, int featureCount, int window, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Check(series, featureCount, (long)window + horizon, $"a window of {window} and a horizon of {horizon}");

        LibTorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var rows = series.Length / featureCount;
        var source = tensor(series.ToArray(), [rows, featureCount]);
        // unfold: [windows, features, window]
        var inputs = source.narrow(0, 0, rows - horizon).unfold(0, window, 1).transpose(1, 2);
        var targets = source.narrow(0, window, rows - window).unfold(0, horizon, 1).transpose(1, 2);
        return FromViews(inputs, targets, source);
    }

    /// <summary>Creates training data from tensors, for classification, tagging, a forecast at every time step, or tokens.</summary>
    /// <param name="inputs">
    /// The inputs [sequences, time, features], or int64 tokens [sequences, time] for an embedding; disposed with the data.
    /// </param>
    /// <param name="targets">The targets, with the axes of <see cref="Targets"/>; disposed with the data.</param>
    /// <param name="futureCovariates">The future covariates, [sequences, time + horizon, covariates]; disposed with the data. Null for none.</param>
    /// <exception cref="SequenceDataException">
    /// There is no sequence or no time step, the number of targets differs from that of sequences, or a value is NaN or infinite.
    /// </exception>
    public static SequenceData FromTensors(Tensor inputs, Tensor targets, Tensor? futureCovariates = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.dim() is not (2 or 3) || inputs.numel() == 0)
        {
            throw new SequenceDataException(
                $"The sequences have the shape [{string.Join(", ", inputs.shape)}], "
                + "expected [sequences, time, features] or, for tokens, [sequences, time], each size at least 1.");
        }

        if (targets.dim() is not (>= 1 and <= 3) || targets.shape[0] != inputs.shape[0])
        {
            throw new SequenceDataException(
                $"The targets have the shape [{string.Join(", ", targets.shape)}], expected one for each of the {inputs.shape[0]} sequences.");
        }

        CheckFinite(inputs, "sequences");
        CheckFinite(targets, "targets");
        if (futureCovariates is not null)
            CheckFinite(futureCovariates, "future covariates");
        return new SequenceData(new TensorSource(inputs, targets, futureCovariates));
    }

    /// <summary>
    /// Creates training data for a language model: a text divided into streams of equal length, in which the target of each token is the next token.
    /// The streams are processed in parallel, in segments of <c>FitOptions.TruncatedSteps</c>. They are views of one copy of the text.
    /// </summary>
    /// <param name="tokens">The token IDs, in order; tokens left over at the end are not used.</param>
    /// <param name="parallelStreams">The number of streams, at least 1; fewer are created if there are not enough tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelStreams"/> is below 1.</exception>
    /// <exception cref="SequenceDataException">There are fewer than two tokens.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public static SequenceData FromTokens(ReadOnlySpan<long> tokens, int parallelStreams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelStreams, 1);
        if (tokens.Length < 2)
        {
            var noun = tokens.Length == 1 ? "token" : "tokens";
            throw new SequenceDataException($"The text has {tokens.Length} {noun}, expected at least 2: an input and its target.");
        }

        LibTorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var count = Math.Min(parallelStreams, tokens.Length - 1);
        var time = (tokens.Length - 1) / count;
        var source = tensor(tokens.ToArray());
        var inputs = source.narrow(0, 0, (long)count * time).view(count, time);
        var targets = source.narrow(0, 1, (long)count * time).view(count, time);
        return FromViews(inputs, targets, source);
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in (Tensor?[])[_all?.Inputs, _all?.Targets, _all?.FutureCovariates])
            tensor?.Dispose();
        _source.Dispose();
    }

    private static SequenceData FromViews(Tensor inputs, Tensor targets, Tensor source) => new(new TensorSource(
        inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), null, source.MoveToOuterDisposeScope()));

    // The first access may be inside a dispose scope that ends before the data are disposed of.
    private static TrainingBatch DetachFromScope(TrainingBatch batch)
    {
        foreach (var tensor in (Tensor?[])[batch.Inputs, batch.Targets, batch.FutureCovariates])
            tensor?.DetachFromDisposeScope();
        return batch;
    }

    private static void Check(ReadOnlySpan<float> series, int features, long needed, string needs)
    {
        if (series.Length % features != 0)
            throw new SequenceDataException($"The series has {series.Length} values, expected a multiple of {features} features.");
        var rows = series.Length / features;
        if (rows < needed)
        {
            throw new SequenceDataException(
                $"The series has {rows} rows, expected at least {needed} for {needs}: provide more data, or use a shorter window.");
        }

        for (var index = 0; index < series.Length; index++)
        {
            if (!float.IsFinite(series[index]))
            {
                throw new SequenceDataException(
                    FormattableString.Invariant($"The series contains {series[index]} in row {index / features}, feature {index % features} ")
                    + "(counted from 0): every value must be a finite number.");
            }
        }
    }

    private static void CheckFinite(Tensor values, string name)
    {
        using var scope = NewDisposeScope();
        if (!values.isfinite().all().item<bool>())
            throw new SequenceDataException($"The {name} contain a value that is NaN or infinite: every value must be a finite number.");
    }
}
