using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// How many steps back an input still moves the answer of a network: the norm of the gradient of the last answer with respect to the input of each
/// earlier step. Where it vanishes, nothing is learnt of what lies further back (Bengio, Simard and Frasconi 1994, Learning long-term dependencies
/// with gradient descent is difficult; Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks).
/// </summary>
/// <remarks>
/// The answer is what the loss is taken of: scaled forecasts before their base is added, or logits; the input is what the layers read, scaled.
/// Immutable and thread-safe.
/// </remarks>
public sealed record MemoryReach
{
    private const int MaxSequences = 64;
    private const int MaxOutputs = 32;

    private MemoryReach()
    {
    }

    /// <summary>
    /// The gradient at each lag, from the last step of a sequence (lag 0) to the first one of the longest: the Frobenius norm of d answer / d input
    /// of the step, averaged over the sequences that reach so far back.
    /// </summary>
    public required IReadOnlyList<double> Gradients { get; init; }

    /// <summary>The gradients as shares of that at lag 0.</summary>
    public IEnumerable<double> RelativeGradients => Gradients.Select(gradient => gradient / Gradients[0]);

    /// <summary>
    /// The memory's half-life in steps: the largest lag at which the gradient is still half of that at lag 0, with the crossing behind it
    /// interpolated between the two lags on a logarithmic scale. Where gradients decay as w^lag it is ln 2 / -ln w. Where the first step of the
    /// sequences still has half of it, it is the lag of that step: see <see cref="IsWholeSequence"/>. NaN where the gradient at lag 0 is 0 or not finite.
    /// </summary>
    public double HalfLife => MemoryHalfLife.Compute(Gradients);

    /// <summary>
    /// Whether the memory reaches over whole sequences: its half-life is at least <see cref="HalfLife"/>, and longer sequences would say by how
    /// much.
    /// </summary>
    public bool IsWholeSequence => HalfLife == Gradients.Count - 1;

    /// <summary>The half-life for people; a plus behind it says that the sequences are no longer.</summary>
    internal string HalfLifeText => double.IsNaN(HalfLife) ? "-" : IsWholeSequence ? FormattableString.Invariant($"{HalfLife:0}+") : FormattableString.Invariant($"{HalfLife:0.0}");

    /// <summary>Measures a network on sequences.</summary>
    /// <param name="network">The network; it is left in evaluation mode, with its weights and their gradients as they are.</param>
    /// <param name="data">The sequences: at most 64 of them are read, spread evenly.</param>
    /// <param name="cancellationToken">Ends the measurement between two answers.</param>
    /// <returns>The gradients. Of a network with more than 32 answers, 32 are taken, spread evenly.</returns>
    /// <exception cref="ArgumentException">The network reads tokens, which have no gradient.</exception>
    /// <exception cref="SequenceDataException">The data does not have the network's sizes.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static MemoryReach Measure(RecurrentNetwork network, SequenceData data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (network.Description.Embedding is not null)
            throw new ArgumentException("The network reads tokens, which have no gradient: memory reach is measured of networks that read numbers.", nameof(network));
        SizeChecks.Check(network.Description, data);
        network.eval();
        using var scope = NewDisposeScope();
        var batch = data.Gather(tensor(Spread(data.Count, MaxSequences)));
        var squares = Squares(network, batch, cancellationToken);
        return FromGradients(OverLags(squares.sqrt(), batch.Lengths));
    }

    /// <summary>A reach of gradients that are known.</summary>
    internal static MemoryReach FromGradients(IReadOnlyList<double> gradients) => new() { Gradients = gradients };

    // [batch, time]: the squares of d answer / d input, summed over answers and the values of a step.
    private static Tensor Squares(RecurrentNetwork network, TrainingBatch batch, CancellationToken cancellation)
    {
        Tensor? read = null;
        network.Augmentation = values => read = values.detach().requires_grad_();
        try
        {
            var scores = GetLastOutputs(network, batch);
            var squares = zeros(batch.Inputs.shape[0], batch.Inputs.shape[1]);
            var taken = Spread(scores.shape[1], MaxOutputs);
            foreach (var answer in taken)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                // Sequences do not see each other: the gradient of the sum is that of each.
                var gradient = autograd.grad([scores.select(1, answer).sum()], [read!], retain_graph: true)[0];
                // With what is known ahead there are the steps of the horizon too: they are no lags.
                squares.add_(gradient.narrow(1, 0, squares.shape[1]).square().sum([2]));
            }

            return squares * ((double)scores.shape[1] / taken.Length);
        }
        finally
        {
            network.Augmentation = null;
        }
    }

    // [batch, answers] at the end of each sequence.
    private static Tensor GetLastOutputs(RecurrentNetwork network, TrainingBatch batch)
    {
        var scores = network.ComputeScores(NetworkInput.FromBatch(batch)).Scores;
        if (network.Description.HasOutputPerStep)
            scores = batch.Lengths is null ? scores.select(1, -1) : scores[arange(scores.shape[0]), batch.Lengths - 1];
        return scores.flatten(1);
    }

    private static double[] OverLags(Tensor norms, Tensor? lengths)
    {
        var (batch, time) = ((int)norms.shape[0], (int)norms.shape[1]);
        var values = norms.to(ScalarType.Float64).data<double>().ToArray();
        long[] steps = lengths is null ? [.. Enumerable.Repeat((long)time, batch)] : lengths.data<long>().ToArray();
        return [.. Enumerable.Range(0, time).Select(lag => Enumerable.Range(0, batch).Where(row => lag < steps[row]).Average(row => values[(row * time) + steps[row] - 1 - lag]))];
    }

    private static long[] Spread(long count, int most) =>
        count <= most ? [.. Enumerable.Range(0, (int)count).Select(index => (long)index)] : [.. Enumerable.Range(0, most).Select(index => index * (count - 1) / (most - 1))];
}
