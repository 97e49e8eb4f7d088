using System.Buffers;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A recurrent network loaded from an <c>.onnx</c> file, exported by this library or by another program, ready to score sequences.</summary>
/// <remarks>
/// A file of another program has no model card. If the reader understands its graph, the managed engine runs it like an exported file, and
/// <see cref="Card"/> holds what the graph shows. Otherwise ONNX Runtime runs it: <see cref="Signature"/> lists its inputs, outputs and states, and
/// the options name them where the graph leaves them open.
/// Scoring is thread-safe and, with the managed engine, does not allocate. The model can be disposed at any time: calls in progress on other threads
/// complete, and later calls throw <see cref="ObjectDisposedException"/>. Infinite values are treated as large values of the same sign.
/// </remarks>
public sealed class RecurrentModel : IDisposable
{
    private readonly IScoringEngine _engine;
    private readonly StateLayout _state;

    // The owner until it disposes the model, and each call in progress; the last holder to leave disposes the engine.
    private int _holders = 1;
    private int _disposed;

    internal RecurrentModel(
        ModelCard card, IScoringEngine engine, UInt128 fingerprint, RecurrentModelOptions options, string? onnxRuntimeReason = null)
    {
        Card = card;
        _engine = engine;
        Fingerprint = fingerprint;
        Workers = options.Workers;
        _state = new StateLayout(card.Network);
        OnnxRuntimeReason = onnxRuntimeReason;
        FutureCovariates = card.Network.Forecast.FutureCovariates == 0 ? null : FutureCovariateBuilder.Find(card);
    }

    /// <summary>The model card of the file, or one made from the graph of a file of another program.</summary>
    public ModelCard Card { get; }

    /// <summary>The architecture of the network.</summary>
    public NetworkDescription Network => Card.Network;

    /// <summary>The inputs and outputs of the model, which determine whether another model can replace it.</summary>
    public ModelSignature Signature => field ??= ModelSignature.FromCard(Card);

    /// <summary>The engine that computes the outputs: <see cref="RecurrentEngine.Managed"/> or <see cref="RecurrentEngine.OnnxRuntime"/>.</summary>
    public RecurrentEngine Engine => _engine is ManagedEngine ? RecurrentEngine.Managed : RecurrentEngine.OnnxRuntime;

    /// <summary>Why ONNX Runtime runs a model that was loaded with <see cref="RecurrentEngine.Auto"/>; null if the managed engine runs it.</summary>
    public string? OnnxRuntimeReason { get; }

    /// <summary>
    /// The number of values in the state of one sequence: for each layer the hidden states [directions, hidden], followed by the cell states
    /// [directions, hidden] if the cell has them. For the graph of another program: the values of <see cref="GraphDescription.States"/>.
    /// </summary>
    public int StateSize => Network.Graph?.StateSize ?? _state.Size;

    internal IScoringEngine ScoringEngine => _engine;

    /// <summary>The trained state from which a stream of ONNX Runtime starts; null for zeros.</summary>
    internal float[]? InitialState { get; init; }

    /// <summary>Computes the future covariates; null for a model without, or whose card does not say what they are.</summary>
    internal FutureCovariateBuilder? FutureCovariates { get; }

    /// <summary>A hash of the file, which identifies the model of a saved state.</summary>
    internal UInt128 Fingerprint { get; }

    internal int Workers { get; }

    /// <summary>The metrics that record scoring calls; null to record none.</summary>
    internal ScoringMetrics? Metrics { get; set; } = new("model");

    /// <summary>Whether a stream was opened on the model, or on a version that it replaced.</summary>
    internal bool IsStreamed { get; set; }

    /// <summary>Whether streams of many series were opened on the model, or on a version that it replaced.</summary>
    internal bool HasKeyedStreams { get; set; }

    /// <summary>Whether a batch had initial states, for the model or for a version that it replaced.</summary>
    internal bool HasInitialStates { get; set; }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The file; its tensors may be stored in other files in the same folder.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing or damaged, has a graph whose memory and time are not bounded, is not supported by the engine, or has no model card and
    /// inputs or outputs that must be named; the message lists them.
    /// </exception>
    public static RecurrentModel Load(string path, RecurrentModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(OnnxFile.Open(path), options);
    }

    /// <summary>Loads a model from the bytes of a file.</summary>
    /// <param name="modelBytes">The bytes.</param>
    /// <param name="name">The name of the file in error messages and metrics.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is damaged, has a graph whose memory and time are not bounded, is not supported by the engine, or has no model card and inputs or
    /// outputs that must be named; the message lists them.
    /// </exception>
    public static RecurrentModel Load(byte[] modelBytes, string name = "model", RecurrentModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelBytes);
        options?.Validate();
        return Load(OnnxFile.Open(modelBytes, name), options);
    }

    /// <summary>Loads a model from a parsed file.</summary>
    internal static RecurrentModel Load(ParsedFile file, RecurrentModelOptions? options)
    {
        options ??= new RecurrentModelOptions();
        options.Validate();
        var model = ModelLoader.Load(file, options);
        model.Metrics = new ScoringMetrics(file.Name);
        return model;
    }

    /// <summary>Returns the number of output values for a sequence of the given number of time steps.</summary>
    /// <param name="steps">The number of time steps, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of steps is negative, or the output has more values than an array can hold.
    /// </exception>
    public int GetOutputSize(int steps) => Network.GetOutputSize(steps);

    /// <summary>
    /// Returns the number of quantile values for a sequence of the given number of time steps: one for each output value and level of
    /// <see cref="ForecastDescription.Quantiles"/>; 0 for a model without quantiles.
    /// </summary>
    /// <param name="steps">The number of time steps, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of steps is negative, or there are more quantile values than an array can hold.
    /// </exception>
    public int GetQuantilesSize(int steps) => Network.GetQuantilesSize(steps);

    /// <summary>Scores one sequence.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="output">The buffer for the output: <see cref="GetOutputSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, or a sequence is shorter than the residual baseline requires; the message states the expected value.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN in the sequence makes every value of its output NaN.</remarks>
    public void Score(ReadOnlySpan<float> sequence, Span<float> output) => ScoreBatch(sequence, 1, output);

    /// <summary>Scores one sequence with its future covariates.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="futureCovariates">
    /// [time + horizon, covariates]: the covariates at the time steps of the sequence, followed by those at the steps of its horizon, in the order of
    /// <see cref="ModelSignature.FutureCovariateNames"/>.
    /// </param>
    /// <param name="output">The buffer for the output: <see cref="GetOutputSize"/> values, [horizon, targets].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message states the expected value.</exception>
    /// <exception cref="InvalidOperationException">Future covariates are missing, or the model has none.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN in the sequence or its future covariates makes every value of its output NaN.</remarks>
    public void Score(ReadOnlySpan<float> sequence, ReadOnlySpan<float> futureCovariates, Span<float> output) =>
        ScoreBatch(new SequenceBatch { Values = sequence, FutureCovariates = futureCovariates, Count = 1 }, output);

    /// <summary>
    /// Scores one sequence of a model with future covariates, which are computed as the model card says: calendar fields from the times of the steps,
    /// lags from the targets.
    /// </summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="future">What is known about the time steps of the sequence and those of its horizon.</param>
    /// <param name="output">The buffer for the output: <see cref="GetOutputSize"/> values, [horizon, targets].</param>
    /// <param name="quantiles">The buffer for the quantiles, <see cref="GetQuantilesSize"/> values; empty if not needed.</param>
    /// <exception cref="ArgumentException">
    /// A span is missing or has the wrong length, or a time is not later than the one before; the message states what is expected.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates, or has no quantiles but they are requested.</exception>
    /// <exception cref="NotSupportedException">
    /// The model card does not say what the future covariates are: set <see cref="FutureInputs.Covariates"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN in the sequence or its future covariates makes every value of its output NaN.</remarks>
    public void Score(ReadOnlySpan<float> sequence, in FutureInputs future, Span<float> output, Span<float> quantiles = default)
    {
        if (!future.Covariates.IsEmpty || Network.Forecast.FutureCovariates == 0)
        {
            FutureCovariateChecks.CheckGiven(Network, future);
            ScoreWithCovariates(sequence, future.Covariates, output, quantiles);
            return;
        }

        var builder = RequireFutureCovariates();
        var size = builder.GetSize(sequence.Length / Network.Features);
        var covariates = ArrayPool<float>.Shared.Rent(size);
        try
        {
            builder.Build(sequence, future, covariates.AsSpan(0, size));
            ScoreWithCovariates(sequence, covariates.AsSpan(0, size), output, quantiles);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(covariates);
        }
    }

    /// <summary>Scores one sequence of tokens.</summary>
    /// <param name="tokens">The token IDs [time], at least one; 0 to vocabulary size - 1.</param>
    /// <param name="output">The buffer for the output: <see cref="GetOutputSize"/> values, [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a token ID is not in the vocabulary.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void ScoreTokens(ReadOnlySpan<long> tokens, Span<float> output) =>
        ScoreBatch(new SequenceBatch { Tokens = tokens, Count = 1 }, output);

    /// <summary>Scores a batch of sequences of equal length.</summary>
    /// <param name="sequences">[batch, time, features], at least one time step.</param>
    /// <param name="batch">The number of sequences, at least 1.</param>
    /// <param name="outputs">The buffer for the outputs, [batch, <see cref="GetOutputSize"/>].</param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, or a sequence is shorter than the residual baseline requires; the message states the expected value.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN in a sequence makes every value of its output NaN; other sequences are not affected.</remarks>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> outputs) =>
        ScoreBatch(new SequenceBatch { Values = sequences, Count = batch }, outputs);

    /// <summary>
    /// Scores a batch of sequences of values or tokens, of equal or variable length, optionally with initial states, final states, future covariates
    /// and quantiles.
    /// </summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="outputs">
    /// The buffer for the concatenated outputs: [batch, outputs]; or [time, outputs] for each sequence if the model has an output at every time step.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, a token ID or length is out of range, or a sequence is shorter than the residual baseline requires; the message
    /// states the expected value.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The batch has values but the model reads tokens, or the reverse; future covariates are missing, or the model has none; or quantiles are
    /// requested from a model without quantiles.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>
    /// A NaN in a sequence or its future covariates, or a target value that is undefined under the transform, makes every value of its output,
    /// quantiles and final state NaN; other sequences are not affected.
    /// </remarks>
    public unsafe void ScoreBatch(SequenceBatch batch, Span<float> outputs)
    {
        if (batch.FutureCovariates.IsEmpty && Network.Forecast.FutureCovariates > 0)
            throw FutureCovariateChecks.CreateMissingError(Card, FutureCovariates);
        var time = BatchChecks.CheckAndGetTime(Network, StateSize, batch, outputs.Length);
        if (!batch.InitialStates.IsEmpty && !HasInitialStates)
            HasInitialStates = true;
        var startTime = ScoringMetrics.StartTimer();
        Hold();
        try
        {
            fixed (float* values = batch.Values)
            fixed (long* tokens = batch.Tokens)
            fixed (float* futureCovariates = batch.FutureCovariates)
            fixed (float* otherInputs = batch.OtherInputs)
            fixed (int* lengths = batch.Lengths)
            fixed (float* initial = batch.InitialStates)
            fixed (float* final = batch.FinalStates)
            fixed (float* output = outputs)
            fixed (float* quantiles = batch.Quantiles)
            {
                _engine.Run(new PinnedBatch
                {
                    Values = values,
                    Tokens = tokens,
                    FutureCovariates = futureCovariates,
                    OtherInputs = otherInputs,
                    Count = batch.Count,
                    Time = time,
                    Lengths = lengths,
                    Outputs = output,
                    Quantiles = quantiles,
                    InitialStates = initial,
                    FinalStates = final,
                });
            }
        }
        finally
        {
            Release();
        }

        Metrics?.RecordBatch(batch.Count, startTime);
    }

    /// <summary>Releases the weights. Calls in progress complete; later calls, also those of streams, are refused.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }

    /// <exception cref="NotSupportedException">The card does not say what the future covariates are.</exception>
    internal FutureCovariateBuilder RequireFutureCovariates() => FutureCovariates ?? FutureCovariateBuilder.FromCard(Card);

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

    private void ScoreWithCovariates(ReadOnlySpan<float> sequence, ReadOnlySpan<float> covariates, Span<float> output, Span<float> quantiles) =>
        ScoreBatch(new SequenceBatch { Values = sequence, FutureCovariates = covariates, Count = 1, Quantiles = quantiles }, output);

    private void Hold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            ObjectDisposedException.ThrowIf(holders == 0 || Volatile.Read(ref _disposed) != 0, typeof(RecurrentModel));
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            _engine.Dispose();
    }
}
