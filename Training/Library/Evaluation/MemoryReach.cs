using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The memory of a network: how strongly its last output depends on the input of each earlier step, measured by the norm of the gradient. Where the
/// gradient vanishes, the network cannot learn from earlier inputs (Bengio, Simard and Frasconi 1994, Learning long-term dependencies with gradient
/// descent is difficult; Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks).
/// </summary>
/// <remarks>
/// The output is the value that enters the loss: the scaled forecast before the residual baseline is added, or the logits. The input is the scaled
/// input of the first layer. Immutable and thread-safe.
/// </remarks>
public sealed record MemoryReach
{
    private const int MaxSequences = 64;
    private const int MaxOutputs = 32;

    private MemoryReach()
    {
    }

    /// <summary>
    /// The gradient at each lag, from the last step of a sequence (lag 0) to the first step of the longest sequence: the Frobenius norm of
    /// d output / d input of the step, averaged over the sequences that have this lag.
    /// </summary>
    public required IReadOnlyList<double> Gradients { get; init; }

    /// <summary>The gradients as fractions of the gradient at lag 0.</summary>
    public IEnumerable<double> RelativeGradients => Gradients.Select(gradient => gradient / Gradients[0]);

    /// <summary>
    /// The half-life of the memory in steps: the largest lag at which the gradient is at least half of the gradient at lag 0, interpolated on a
    /// logarithmic scale to the crossing after it. For gradients that decay as w^lag, it is ln 2 / -ln w. If the first step of the sequences still
    /// has half, it is the lag of that step: see <see cref="IsWholeSequence"/>. NaN if the gradient at lag 0 is 0 or not finite.
    /// </summary>
    public double HalfLife => MemoryHalfLife.Compute(Gradients);

    /// <summary>
    /// Whether the memory spans whole sequences. Then <see cref="HalfLife"/> is a lower bound: only longer sequences could show the half-life itself.
    /// </summary>
    public bool IsWholeSequence => HalfLife == Gradients.Count - 1;

    /// <summary>The half-life for display; a trailing plus marks a lower bound (<see cref="IsWholeSequence"/>).</summary>
    internal string HalfLifeText => double.IsNaN(HalfLife) ? "-"
        : IsWholeSequence ? FormattableString.Invariant($"{HalfLife:0}+") : FormattableString.Invariant($"{HalfLife:0.0}");

    /// <summary>Measures a network on sequences.</summary>
    /// <param name="network">The network; it is left in evaluation mode. Its weights and their gradients do not change.</param>
    /// <param name="data">The sequences; at most 64 of them are used, spread evenly.</param>
    /// <param name="cancellationToken">Cancels the measurement between two outputs.</param>
    /// <returns>The gradients. Of a network with more than 32 outputs, 32 are used, spread evenly.</returns>
    /// <exception cref="ArgumentException">The input of the network is tokens, which have no gradient.</exception>
    /// <exception cref="SequenceDataException">The data does not have the sizes of the network.</exception>
    /// <exception cref="OperationCanceledException">The measurement was canceled.</exception>
    public static MemoryReach Measure(RecurrentNetwork network, SequenceData data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (network.Description.Embedding is not null)
        {
            throw new ArgumentException(
                "The input of the network is tokens, which have no gradient: memory reach can be measured only for networks with numeric inputs.",
                nameof(network));
        }

        SizeChecks.Check(network.Description, data);
        network.eval();
        using var scope = NewDisposeScope();
        var batch = data.Gather(tensor(Spread(data.Count, MaxSequences)));
        var squares = Squares(network, batch, cancellationToken);
        return FromGradients(OverLags(squares.sqrt(), batch.Lengths));
    }

    /// <summary>Creates a memory reach from gradients.</summary>
    internal static MemoryReach FromGradients(IReadOnlyList<double> gradients) => new() { Gradients = gradients };

    // [batch, time]: the squares of d output / d input, summed over outputs and the values of a step.
    private static Tensor Squares(RecurrentNetwork network, TrainingBatch batch, CancellationToken cancellation)
    {
        Tensor? inputs = null;
        network.Augmentation = values => inputs = values.detach().requires_grad_();
        try
        {
            var scores = GetLastOutputs(network, batch);
            var squares = zeros(batch.Inputs.shape[0], batch.Inputs.shape[1]);
            var selected = Spread(scores.shape[1], MaxOutputs);
            foreach (var output in selected)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                // Sequences are independent: the gradient of their sum holds the gradient of each.
                var gradient = autograd.grad([scores.select(1, output).sum()], [inputs!], retain_graph: true)[0];
                // With future covariates, the steps of the horizon follow; they are not lags.
                squares.add_(gradient.narrow(1, 0, squares.shape[1]).square().sum([2]));
            }

            return squares * ((double)scores.shape[1] / selected.Length);
        }
        finally
        {
            network.Augmentation = null;
        }
    }

    // [batch, outputs] at the end of each sequence.
    private static Tensor GetLastOutputs(RecurrentNetwork network, TrainingBatch batch)
    {
        var scores = network.ComputeScores(NetworkInput.FromBatch(batch)).Scores;
        if (network.Description.HasOutputPerStep)
            scores = network.Description.ReversesOutput ? scores.select(1, 0)
                : batch.Lengths is null ? scores.select(1, -1)
                : scores[arange(scores.shape[0]), batch.Lengths - 1];
        return scores.flatten(1);
    }

    private static double[] OverLags(Tensor norms, Tensor? lengths)
    {
        var (batch, time) = ((int)norms.shape[0], (int)norms.shape[1]);
        var values = norms.to(ScalarType.Float64).data<double>().ToArray();
        long[] steps = lengths is null ? [.. Enumerable.Repeat((long)time, batch)] : lengths.data<long>().ToArray();
        return [.. Enumerable.Range(0, time).Select(lag =>
            Enumerable.Range(0, batch).Where(row => lag < steps[row]).Average(row => values[(row * time) + steps[row] - 1 - lag]))];
    }

    private static long[] Spread(long count, int max) => count <= max
        ? [.. Enumerable.Range(0, (int)count).Select(index => (long)index)]
        : [.. Enumerable.Range(0, max).Select(index => index * (count - 1) / (max - 1))];
}
