using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A TorchSharp module built from a <see cref="NetworkDescription"/>: scaling or embedding, recurrent layers, and head. Like the exported file, it
/// takes raw values and outputs raw values or probabilities.
/// </summary>
public sealed class RecurrentNetwork : nn.Module<Tensor, Tensor>
{
    private readonly NetworkMember[] _members;
    private readonly NetworkScales _scales;
    private readonly QuantileHead? _quantiles;
    private bool _dropsWeights;

    /// <summary>Creates a network with PyTorch's initial weights, drawn from LibTorch's random generator in its current state.</summary>
    /// <param name="description">The description of the network.</param>
    /// <exception cref="ArgumentException">
    /// The description is invalid, with every error in the message; or its weights do not fit in an ONNX file or in the memory of this machine.
    /// </exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public RecurrentNetwork(NetworkDescription description)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(RecurrentNetwork)))
    {
        ArgumentNullException.ThrowIfNull(description);
        description.Validate();
        WeightMemory.Check(description);
        Description = description;
        _members = [.. Enumerable.Range(0, description.EnsembleSize).Select(_ => new NetworkMember(description))];
        Layers = [.. _members.SelectMany(member => member.Layers)];
        register_module("members", new ModuleList<NetworkMember>(_members));
        register_module("scales", _scales = new NetworkScales(description));
        if (description.Forecast.Quantiles.Count > 0)
            register_module("quantiles", _quantiles = new QuantileHead(description));
    }

    /// <summary>Creates a network with initial weights that are determined by a seed.</summary>
    /// <param name="description">The description of the network.</param>
    /// <param name="seed">The seed. It is set in LibTorch's random generator, which is shared by the whole process.</param>
    /// <param name="chronoMaxDependency">
    /// The maximum number of time steps over which the network must remember, at least 2; it determines the initial biases of LSTM and GRU gates
    /// (chrono initialization, Tallec and Ollivier 2018). Null for PyTorch's initial biases.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The description is invalid, or <paramref name="chronoMaxDependency"/> is set for layers without gates or biases; the message lists every
    /// error.
    /// </exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public static RecurrentNetwork Create(NetworkDescription description, long seed = 1, int? chronoMaxDependency = null)
    {
        LibTorchLibrary.EnsureLoaded();
        manual_seed(seed);
        var network = new RecurrentNetwork(description);
        if (chronoMaxDependency is { } steps)
            ChronoInitialization.Apply(network, steps);
        return network;
    }

    /// <summary>The description of the network.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The members of the ensemble; one if the network is not an ensemble.</summary>
    internal IReadOnlyList<NetworkMember> Members => _members;

    /// <summary>The layers of all members, concatenated.</summary>
    internal IReadOnlyList<RecurrentLayer> Layers { get; }

    /// <summary>The embedding of the first member.</summary>
    internal Embedding? EmbeddingTable => _members[0].Embedding;

    /// <summary>The head of the first member.</summary>
    internal FusedLinear? Head => _members[0].Head;

    internal QuantileHead? Quantiles => _quantiles;

    internal AffineScale? InputScale => _scales.Input;

    internal AffineScale? FutureCovariateScale => _scales.FutureCovariates;

    internal AffineScale? TargetScale => _scales.Target;

    /// <summary>
    /// Changes the input of the layers during training: the scaled values [batch, time, columns], or, with future covariates,
    /// [batch, time + horizon, columns + covariates]. Null for no change.
    /// </summary>
    internal Func<Tensor, Tensor>? Augmentation { get; set; }

    /// <summary>
    /// Drops recurrent weights for one batch until the result is disposed, if the description sets recurrent dropout; otherwise returns null. Run the
    /// forward and the backward pass before disposing, and the optimizer step afterwards.
    /// </summary>
    internal IDisposable? BeginWeightDropout()
    {
        if (Description.Regularization.RecurrentDropout == 0)
            return null;
        _dropsWeights = true;
        return new WeightDropout(
            Layers.SelectMany(layer => layer.Directions).Select(direction => direction.RecurrentWeight),
            Description.Regularization.RecurrentDropout,
            () => _dropsWeights = false);
    }

    /// <summary>Returns the outputs for a batch of sequences, starting from zero states.</summary>
    /// <param name="input">The sequences [batch, time, features], or int64 tokens [batch, time] for an embedding.</param>
    /// <returns>
    /// Depending on the task: forecasts [batch, horizon, targets], probabilities [batch, classes] or [batch, time, classes], or hidden states.
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input does not match the network; the message states the expected shape.</exception>
    public override Tensor forward(Tensor input) => Run(input).Output;

    /// <summary>Combines networks into an ensemble, whose forecasts or probabilities are the means of those of its members.</summary>
    /// <param name="members">
    /// The networks, at least one, of the same description and with the same scales. The caller keeps ownership of them.
    /// </param>
    /// <returns>
    /// A network with their weights, whose <see cref="NetworkDescription.EnsembleSize"/> is their number, in evaluation mode. Its quantiles are not
    /// calibrated: the calibration of its members does not apply to their mean.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no network, the descriptions or scales differ, or a network is an ensemble.
    /// </exception>
    public static RecurrentNetwork Combine(IReadOnlyList<RecurrentNetwork> members) => NetworkEnsemble.Combine(members);

    /// <summary>Splits an ensemble into its members. The ensemble is left unchanged.</summary>
    /// <returns>One network per member, in evaluation mode. The caller disposes them.</returns>
    public IReadOnlyList<RecurrentNetwork> Split() => NetworkEnsemble.Split(this);

    /// <summary>Returns the outputs for a batch of sequences, and the final states.</summary>
    /// <param name="input">The sequences [batch, time, features], or int64 tokens [batch, time] for an embedding.</param>
    /// <param name="initialStates">The state of each layer before the first step, or null for zeros.</param>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the network.</exception>
    internal NetworkOutput Run(Tensor input, IReadOnlyList<RecurrentState>? initialStates = null) =>
        Run(new NetworkInput(input) { InitialStates = initialStates });

    /// <summary>Returns the outputs for a batch of sequences, which may have variable length, and the final states.</summary>
    /// <param name="input">The input.</param>
    /// <returns>
    /// The outputs, which do not depend on the other sequences of the batch, and the final states; with lengths, the list of states is empty.
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the network.</exception>
    internal NetworkOutput Run(NetworkInput input)
    {
        var scored = ComputeScores(input);
        var output = Description.Task switch
        {
            RecurrentTask.Forecast => Limit(scored.TargetScaling.ToOutputs(scored.Scores)),
            RecurrentTask.Encode => scored.Scores,
            _ when Description.HasLogProbabilities => nn.functional.log_softmax(scored.Scores, -1),
            _ => nn.functional.softmax(scored.Scores, -1),
        };
        return _quantiles is null
            ? new NetworkOutput(output, scored.States)
            : new NetworkOutput(output.select(-1, Description.MedianIndex), scored.States) { Quantiles = output };
    }

    // Not in training: the gradient of an output beyond its bound would be 0. The loss, a function of the scores, has no bounds either.
    private Tensor Limit(Tensor outputs) => training || (Description.Forecast.Minimum ?? Description.Forecast.Maximum) is null
        ? outputs
        : outputs.clamp(Bound(Description.Forecast.Minimum), Bound(Description.Forecast.Maximum));

    // The file and the engines compute in single precision.
    private static TorchSharp.Scalar? Bound(double? bound) => bound is { } value ? (float)value : null;

    /// <summary>Computes the scores that the loss is a function of: scaled forecasts [batch, horizon, targets], or logits.</summary>
    internal NetworkScores ComputeScores(Tensor input, IReadOnlyList<RecurrentState>? initial = null) =>
        ComputeScores(new NetworkInput(input) { InitialStates = initial });

    /// <summary>
    /// Computes the scores that the loss is a function of: scaled forecasts [batch, horizon, targets], with a last axis of quantiles if there are
    /// any; or logits.
    /// </summary>
    internal NetworkScores ComputeScores(NetworkInput input) => ComputeScores(input, everyStep: false);

    /// <summary>
    /// Computes the scores for a loss at every time step: the scaled forecasts as if each step were the last, [batch, time, horizon, targets]. The
    /// first <see cref="NetworkDescription.MinSteps"/> - 1 steps have too little history for the residual baseline.
    /// </summary>
    /// <exception cref="ArgumentException">The network does not support it; the message states the reason.</exception>
    internal NetworkScores ComputeStepScores(NetworkInput input) => PerStepLoss.ExplainUnsupported(Description) is { } reason
        ? throw new ArgumentException($"The network cannot forecast at every time step: {reason}.")
        : ComputeScores(input, everyStep: true);

    private NetworkScores ComputeScores(NetworkInput input, bool everyStep)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Recurrent dropout must not be ignored silently.
        if (training && Description.Regularization.RecurrentDropout > 0 && !_dropsWeights)
        {
            throw new InvalidOperationException(
                $"The network drops recurrent weights during training: call {nameof(BeginWeightDropout)} first, or switch to evaluation mode.");
        }

        // Before scaling, which would broadcast one feature to many.
        TensorShapes.Check(input.Values, "input", Description.Embedding is null ? [null, null, Description.Features] : [null, null]);
        if (input.InitialStates is { } initial && initial.Count != Layers.Count)
            throw new ArgumentException($"Expected one initial state for each of the {Layers.Count} layers, got {initial.Count}.", nameof(input));
        var (batch, time) = (input.Values.shape[0], input.Values.shape[1]);
        // A forecast at every time step includes those of steps with too little history.
        var minimum = everyStep ? 1 : Description.LayerSteps;
        if (time < minimum)
            throw new ArgumentException($"The sequences have {time} time steps, expected at least {minimum}.", nameof(input));
        var lengths = SequenceLengths.CreateOrNull(input.Lengths, batch, time, minimum);
        CheckFutureCovariates(input.FutureCovariates, batch, time);
        var (values, targetScaling) = Description.Embedding is null
            ? _scales.Apply(input, lengths, everyStep)
            : (input.Values, _scales.CreateTargetScaling());
        var codes = ReadCodes(input.Values, lengths);
        if (Description.Forecast.FutureCovariates > 0)
            lengths = lengths?.Extend(Description.Forecast.Horizon);
        if (Augmentation is not null)
            values = Augment(values);
        var (heads, states) = new NetworkMembers(Description, _members).Run(values, codes, input.InitialStates, lengths, everyStep);
        long[] steps = everyStep
            ? [batch, time, Description.Forecast.Horizon]
            : [batch, Description.HasOutputPerStep ? time : Description.Forecast.Horizon];
        return heads.Count == 1 && _quantiles is null
            ? new NetworkScores(heads[0], Description.Task == RecurrentTask.Forecast ? [.. steps, Description.Forecast.Targets] : heads[0].Shape)
            {
                States = states,
                TargetScaling = targetScaling,
            }
            : new NetworkScores(Average([.. heads.Select(head => head.Compute())], steps)) { States = states, TargetScaling = targetScaling };
    }

    private Tensor? ReadCodes(Tensor values, SequenceLengths? lengths)
    {
        if (Description.Categories.Count == 0)
            return null;
        var codes = CategoryInputs.Read(Description, values);
        if (Description.Forecast.FutureCovariates > 0)
            codes = CategoryInputs.Continue(codes, Description.Forecast.Horizon, lengths);
        return training ? CategoryInputs.DropSome(codes) : codes;
    }

    // The indicator feature of the horizon, the last one, is not a measured value and stays unchanged.
    private Tensor Augment(Tensor values) => Description.Forecast.FutureCovariates == 0
        ? Augmentation!(values)
        : cat([Augmentation!(values.narrow(2, 0, values.shape[2] - 1)), values.narrow(2, values.shape[2] - 1, 1)], 2);

    private void CheckFutureCovariates(Tensor? futureCovariates, long batch, long time)
    {
        if (Description.Forecast.FutureCovariates == 0 && futureCovariates is not null)
            throw new ArgumentException("The network has no future covariates: leave them out.", nameof(futureCovariates));
        if (Description.Forecast.FutureCovariates == 0)
            return;
        if (futureCovariates is null)
        {
            throw new ArgumentException(
                $"The network has future covariates ({Description.Forecast.FutureCovariates}), but the input has none: provide them for the "
                + $"{time} time steps of the sequences and the {Description.Forecast.Horizon} of the horizon.",
                nameof(futureCovariates));
        }

        TensorShapes.Check(
            futureCovariates, "future covariates", [batch, time + Description.Forecast.Horizon, Description.Forecast.FutureCovariates]);
    }

    // Averages the members: their forecasts, the steps between their quantiles, or their probabilities.
    private Tensor Average(IReadOnlyList<Tensor> scores, long[] steps)
    {
        if (Description.Task == RecurrentTask.Forecast)
        {
            if (_quantiles is null)
                return Mean([.. scores.Select(part => part.reshape([.. steps, Description.Forecast.Targets]))]);
            long[] shape = [.. steps, Description.Forecast.Targets, Description.Forecast.Quantiles.Count];
            return _quantiles.ToQuantiles(Mean([.. scores.Select(part => _quantiles.ToSteps(part.reshape(shape)))]));
        }

        // The logarithm of the mean probability: its softmax is that probability, and its cross-entropy that of the ensemble.
        return scores.Count == 1
            ? scores[0]
            : stack(scores.Select(part => nn.functional.log_softmax(part, -1)), 0).logsumexp(0) - Math.Log(scores.Count);
    }

    private static Tensor Mean(IReadOnlyList<Tensor> parts) => parts.Count == 1 ? parts[0] : stack(parts, 0).mean([0]);

    /// <summary>Sets the scales of the network; null leaves a scale unchanged. Which ones exist depends on its normalization.</summary>
    internal void SetScales(AffineScale? input, AffineScale? target, AffineScale? futureCovariates = null) =>
        _scales.Set(input, target, futureCovariates);

    /// <summary>Computes the scales from data, if the network's normalization needs them.</summary>
    /// <exception cref="SequenceDataException">
    /// The history of the targets is too short for the residual baseline, or the transform is undefined for one of its values.
    /// </exception>
    internal void FitScales(SequenceData data) => _scales.Fit(data);
}
