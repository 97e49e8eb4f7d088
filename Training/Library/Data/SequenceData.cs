using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences and the answers to them, in native memory; dispose when fitted.</summary>
public sealed class SequenceData : IDisposable
{
    private readonly SequenceSource _source;
    private TrainingBatch? _all;

    internal SequenceData(SequenceSource source) => _source = source;

    /// <summary>
    /// [sequences, time, features], or int64 [sequences, time] for an embedding. Windows are views of one copy of their series; of sequences
    /// of several lengths, short ones repeat their last step.
    /// </summary>
    public Tensor Inputs => AllSequences.Inputs;

    /// <summary>
    /// [sequences, horizon, targets] to forecast, or [sequences, time, targets] at every step; int64 [sequences] to classify, or
    /// [sequences, time] to tag.
    /// </summary>
    public Tensor Targets => AllSequences.Targets;

    /// <summary>Covariates known ahead, [sequences, time + horizon, covariates]; null for none.</summary>
    public Tensor? FutureCovariates => AllSequences.FutureCovariates;

    /// <summary>How many sequences there are.</summary>
    public long Count => _source.Count;

    /// <summary>Time steps of each sequence, or of the longest.</summary>
    public long Time => _source.Time;

    /// <summary>The shape of <see cref="FutureCovariates"/>, without gathering it.</summary>
    internal long[]? FutureCovariatesShape
    {
        get
        {
            using var scope = NewDisposeScope();
            return _source.Batch(zeros(1, dtype: ScalarType.Int64)).FutureCovariates is { } known ? [Count, .. known.shape[1..]] : null;
        }
    }

    /// <summary>The time steps of each sequence where they differ, int64 [sequences]; else null.</summary>
    internal Tensor? Lengths => _source.Lengths;

    private TrainingBatch AllSequences => _all ??= Kept(_source.Batch(null));

    /// <summary>Gathers sequences.</summary>
    /// <param name="rows">Which, int64 [batch].</param>
    internal TrainingBatch Gather(Tensor rows) => _source.Batch(rows);

    /// <summary>All sequences, gathered once and kept.</summary>
    internal TrainingBatch GatherAll() => AllSequences;

    /// <summary>
    /// The sliding windows of a series, each answered by the rows that follow it. Windows are views of one copy of the series.
    /// </summary>
    /// <param name="series">[rows, features], row by row.</param>
    /// <param name="features">Values in a row, at least 1.</param>
    /// <param name="window">Rows in a window, at least 1.</param>
    /// <param name="horizon">Rows to forecast after each window, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="SequenceDataException">There are too few rows, half a row, or a value that is NaN or infinite.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static SequenceData FromSeries(ReadOnlySpan<float> series, int features, int window, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Check(series, features, (long)window + horizon, $"a window of {window} and a horizon of {horizon}");

        LibTorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var rows = series.Length / features;
        var whole = tensor(series.ToArray(), [rows, features]);
        // unfold: [windows, features, window]
        var inputs = whole.narrow(0, 0, rows - horizon).unfold(0, window, 1).transpose(1, 2);
        var targets = whole.narrow(0, window, rows - window).unfold(0, horizon, 1).transpose(1, 2);
        return new SequenceData(new TensorSource(inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), null, whole.MoveToOuterDisposeScope()));
    }

    /// <summary>Sequences that are in tensors already: to classify, to tag, to forecast at every step, or to read tokens.</summary>
    /// <param name="inputs">[sequences, time, features], or int64 [sequences, time] for an embedding; disposed with the data.</param>
    /// <param name="targets">As <see cref="Targets"/> says; disposed with the data.</param>
    /// <param name="futureCovariates">As <see cref="FutureCovariates"/> says; disposed with the data. Null for nothing.</param>
    /// <exception cref="SequenceDataException">
    /// There is no sequence, no time step, not one answer for each sequence, or a value that is NaN or infinite.
    /// </exception>
    public static SequenceData FromTensors(Tensor inputs, Tensor targets, Tensor? futureCovariates = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.dim() is not (2 or 3) || inputs.numel() == 0)
            throw new SequenceDataException($"The sequences have the shape [{string.Join(", ", inputs.shape)}], expected [sequences, time, features] or, for tokens, [sequences, time], none of them 0.");
        if (targets.dim() is not (>= 1 and <= 3) || targets.shape[0] != inputs.shape[0])
            throw new SequenceDataException($"The answers have the shape [{string.Join(", ", targets.shape)}], expected one for each of the {inputs.shape[0]} sequences.");
        CheckFinite(inputs, "sequences");
        CheckFinite(targets, "answers");
        if (futureCovariates is not null)
            CheckFinite(futureCovariates, "covariates known ahead");
        return new SequenceData(new TensorSource(inputs, targets, futureCovariates));
    }

    /// <summary>
    /// A text cut into streams of one length, each token answered by the next: what a language model is fitted on, in pieces
    /// (<c>FitOptions.TruncatedSteps</c>) and all streams at once. Streams are views of one copy of the text.
    /// </summary>
    /// <param name="tokens">The numbers of the tokens, in order; those that are left over at the end are not fitted.</param>
    /// <param name="streams">How many streams, at least 1; fewer where there are not as many tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no stream.</exception>
    /// <exception cref="SequenceDataException">There are not two tokens.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static SequenceData FromTokens(ReadOnlySpan<long> tokens, int streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        if (tokens.Length < 2)
            throw new SequenceDataException($"The text has {tokens.Length} tokens, expected at least 2: one to read and one that follows.");
        LibTorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var count = Math.Min(streams, tokens.Length - 1);
        var time = (tokens.Length - 1) / count;
        var whole = tensor(tokens.ToArray());
        var inputs = whole.narrow(0, 0, (long)count * time).view(count, time);
        var targets = whole.narrow(0, 1, (long)count * time).view(count, time);
        return new SequenceData(new TensorSource(inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), null, whole.MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor?[])[_all?.Inputs, _all?.Targets, _all?.FutureCovariates])
            tensor?.Dispose();
        _source.Dispose();
    }

    // Whoever asks first may do so inside a scope that ends before the data does.
    private static TrainingBatch Kept(TrainingBatch batch)
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
            throw new SequenceDataException($"The series has {rows} rows, expected at least {needed} for {needs}: give more data or a shorter window.");
        for (var index = 0; index < series.Length; index++)
        {
            if (!float.IsFinite(series[index]))
            {
                throw new SequenceDataException(FormattableString.Invariant(
                    $"The series holds {series[index]} in row {index / features}, feature {index % features} (counted from 0): every value must be a finite number."));
            }
        }
    }

    private static void CheckFinite(Tensor values, string name)
    {
        using var scope = NewDisposeScope();
        if (!values.isfinite().all().item<bool>())
            throw new SequenceDataException($"The {name} hold a value that is NaN or infinite: every value must be a finite number.");
    }
}
