using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A recurrent network loaded from an exported <c>.onnx</c> file, ready to score sequences.</summary>
/// <remarks>
/// Scoring is thread-safe, and allocates nothing with the managed engine. Close the model by disposing it, at any time: scorings that are under
/// way on other threads finish, later ones throw <see cref="ObjectDisposedException"/>. Infinite values are taken as large ones of their sign.
/// </remarks>
public sealed class RecurrentModel : IDisposable
{
    private readonly IScoringEngine _engine;
    private readonly StateLayout _state;

    // The owner until it disposes, and each scoring under way; the engine is closed when nobody is left.
    private int _holders = 1;
    private int _disposed;

    internal RecurrentModel(ModelCard card, IScoringEngine engine, UInt128 fingerprint, RecurrentModelOptions options, string? onnxRuntimeReason = null)
    {
        Card = card;
        _engine = engine;
        Fingerprint = fingerprint;
        Workers = options.Workers;
        _state = new StateLayout(card.Network);
        OnnxRuntimeReason = onnxRuntimeReason;
    }

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card { get; }

    /// <summary>What the network is.</summary>
    public NetworkDescription Network => Card.Network;

    /// <summary>What goes into the model and what comes out: the facts by which another model may replace it.</summary>
    public ModelSignature Signature => field ??= ModelSignature.FromCard(Card);

    /// <summary>What computes the answers: <see cref="RecurrentEngine.Managed"/> or <see cref="RecurrentEngine.OnnxRuntime"/>.</summary>
    public RecurrentEngine Engine => _engine is ManagedEngine ? RecurrentEngine.Managed : RecurrentEngine.OnnxRuntime;

    /// <summary>Why ONNX Runtime computes a model that was loaded with <see cref="RecurrentEngine.Auto"/>; null where the managed engine does.</summary>
    public string? OnnxRuntimeReason { get; }

    /// <summary>
    /// How many values the state of one sequence has: for each layer its hidden states [directions, hidden], then its cell states
    /// [directions, hidden] where the cell has them.
    /// </summary>
    public int StateSize => _state.Size;

    internal IScoringEngine ScoringEngine => _engine;

    /// <summary>A hash of the file, by which a saved state knows its model.</summary>
    internal UInt128 Fingerprint { get; }

    internal int Workers { get; }

    /// <summary>Who is told of scorings.</summary>
    internal ScoringMetrics Metrics { get; private set; } = new("model");

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The file; tensors may keep their numbers in other files of its folder.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged, was not exported by this product, or its graph could take memory and time without bound; or the engine does
    /// not compute it.
    /// </exception>
    public static RecurrentModel Load(string path, RecurrentModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(OnnxFile.Open(path), options);
    }

    /// <summary>Loads a model from the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What errors and metrics call the file.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RecurrentModelException">
    /// The bytes are damaged, were not exported by this product, or their graph could take memory and time without bound; or the engine does not
    /// compute the model.
    /// </exception>
    public static RecurrentModel Load(byte[] file, string name = "model", RecurrentModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options?.Validate();
        return Load(OnnxFile.Open(file, name), options);
    }

    /// <summary>Loads a model from a file that is parsed already.</summary>
    internal static RecurrentModel Load(ParsedFile file, RecurrentModelOptions? options)
    {
        options ??= new RecurrentModelOptions();
        options.Validate();
        var model = ModelLoader.Load(file, options);
        model.Metrics = new ScoringMetrics(file.Name);
        return model;
    }

    /// <summary>How many values the answer to a sequence of so many time steps has.</summary>
    public int GetOutputSize(int time) => Network.GetOutputSize(time);

    /// <summary>
    /// How many values the quantiles of the answer to a sequence of so many time steps have: as many levels for each value of the answer as the model gives
    /// (<see cref="ForecastDescription.Quantiles"/>), 0 for a model without.
    /// </summary>
    public int GetQuantilesSize(int time) => checked(Network.GetOutputSize(time) * Network.Forecast.Quantiles.Count);

    /// <summary>Scores one sequence.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="output">Takes the answer: <see cref="GetOutputSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, or a sequence is shorter than the base forecast needs; the message says which was expected.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN anywhere in the sequence makes every value of its answer NaN.</remarks>
    public void Score(ReadOnlySpan<float> sequence, Span<float> output) => ScoreBatch(sequence, 1, output);

    /// <summary>Scores one sequence of tokens.</summary>
    /// <param name="tokens">[time], at least one time step; 0 to vocabulary - 1.</param>
    /// <param name="output">Takes the answer: <see cref="GetOutputSize"/> values, [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a token is not in the vocabulary.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void ScoreTokens(ReadOnlySpan<long> tokens, Span<float> output) => ScoreBatch(new SequenceBatch { Tokens = tokens, Count = 1 }, output);

    /// <summary>Scores a batch of sequences of one length.</summary>
    /// <param name="sequences">[batch, time, features], at least one time step.</param>
    /// <param name="batch">How many sequences there are, at least 1.</param>
    /// <param name="outputs">Takes the answers, [batch, <see cref="GetOutputSize"/>].</param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, or a sequence is shorter than the base forecast needs; the message says which was expected.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A NaN anywhere in a sequence makes every value of its answer NaN, and of no other.</remarks>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> outputs) =>
        ScoreBatch(new SequenceBatch { Values = sequences, Count = batch }, outputs);

    /// <summary>
    /// Scores a batch of sequences: values or tokens, of one length or of several, from given states, with covariates known ahead, and with quantiles.
    /// </summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="outputs">
    /// Takes the answers, one behind another: [batch, outputs], or where every step is answered [time, outputs] of each sequence with its own time.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, a token or length is out of range, or a sequence is shorter than the base forecast needs; the message says
    /// what was expected.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Values are given to a model that reads tokens, or tokens to one that reads values; covariates known ahead are missing, or given to a model that reads
    /// none; or quantiles are asked of a model that gives none.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>
    /// A NaN anywhere in a sequence or in what is known ahead of it, and a value of a target that has no transform, make every value of its answer, of its
    /// quantiles and of its final state NaN, and of no other.
    /// </remarks>
    public unsafe void ScoreBatch(SequenceBatch batch, Span<float> outputs)
    {
        var time = BatchChecks.CheckAndGetTime(Network, StateSize, batch, outputs.Length);
        var begin = ScoringMetrics.StartTimer();
        Hold();
        try
        {
            fixed (float* values = batch.Values)
            fixed (long* tokens = batch.Tokens)
            fixed (float* known = batch.FutureCovariates)
            fixed (int* lengths = batch.Lengths)
            fixed (float* initial = batch.InitialStates)
            fixed (float* final = batch.FinalStates)
            fixed (float* answer = outputs)
            fixed (float* quantiles = batch.Quantiles)
            {
                _engine.Run(new PinnedBatch
                {
                    Values = values,
                    Tokens = tokens,
                    FutureCovariates = known,
                    Count = batch.Count,
                    Time = time,
                    Lengths = lengths,
                    Outputs = answer,
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

        Metrics.RecordBatch(batch.Count, begin);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

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
