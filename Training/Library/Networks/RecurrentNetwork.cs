using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The TorchSharp module of a <see cref="NetworkDescription"/>: scaling or embedding, recurrent layers, head. Its answers are those of
/// the exported file: raw values in, raw values or probabilities out.
/// </summary>
public sealed class RecurrentNetwork : nn.Module<Tensor, Tensor>
{
    private readonly NetworkMember[] _members;
    private readonly NetworkScales _scales;
    private readonly QuantileHead? _quantiles;
    private bool _dropsWeights;

    /// <summary>Builds a network with PyTorch's initial weights, drawn from LibTorch's generator as it stands.</summary>
    /// <exception cref="ArgumentException">The description does not hold together; the message lists every fault.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public RecurrentNetwork(NetworkDescription description)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(RecurrentNetwork)))
    {
        ArgumentNullException.ThrowIfNull(description);
        description.Validate();
        Description = description;
        _members = [.. Enumerable.Range(0, description.EnsembleSize).Select(_ => new NetworkMember(description))];
        Layers = [.. _members.SelectMany(member => member.Layers)];
        register_module("members", new ModuleList<NetworkMember>(_members));
        register_module("scales", _scales = new NetworkScales(description));
        if (description.Forecast.Quantiles.Count > 0)
            register_module("quantiles", _quantiles = new QuantileHead(description));
    }

    /// <summary>Builds a network whose initial weights a seed decides.</summary>
    /// <param name="description">What the network is.</param>
    /// <param name="seed">The seed; it is set in LibTorch's generator, which the whole process shares.</param>
    /// <param name="maxDependency">
    /// Over how many time steps the network must remember, at least 2: the biases of LSTM and GRU gates start as such memories need them
    /// (Tallec and Ollivier 2018). Null for PyTorch's initial biases.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The description does not hold together, or there are no gates to set for a dependency; the message lists every fault.
    /// </exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static RecurrentNetwork Create(NetworkDescription description, long seed = 1, int? maxDependency = null)
    {
        LibTorchLibrary.EnsureLoaded();
        manual_seed(seed);
        var network = new RecurrentNetwork(description);
        if (maxDependency is { } longest)
            ChronoInitialization.Apply(network, longest);
        return network;
    }

    /// <summary>What the network is.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The networks that answer together; one where there is no ensemble.</summary>
    internal IReadOnlyList<NetworkMember> Members => _members;

    /// <summary>The layers of every member, one member behind another.</summary>
    internal IReadOnlyList<RecurrentLayer> Layers { get; }

    /// <summary>The embedding of the first member.</summary>
    internal Embedding? EmbeddingTable => _members[0].Embedding;

    /// <summary>The head of the first member.</summary>
    internal Linear? Head => _members[0].Head;

    internal QuantileHead? Quantiles => _quantiles;

    internal AffineScale? InputScale => _scales.Input;

    internal AffineScale? FutureCovariateScale => _scales.FutureCovariates;

    internal AffineScale? TargetScale => _scales.Target;

    /// <summary>
    /// Changes what the layers see while the network is fitted: scaled values [batch, time, columns], or [batch, time + horizon, columns + covariates]
    /// with what is known ahead. Null for nothing.
    /// </summary>
    internal Func<Tensor, Tensor>? Augmentation { get; set; }

    /// <summary>
    /// Drops recurrent weights for one batch, where the description says so: forward and backward pass belong inside, what follows of the
    /// step outside. Null where nothing is dropped.
    /// </summary>
    internal IDisposable? BeginWeightDropout()
    {
        if (Description.Regularization.RecurrentDropout == 0)
            return null;
        _dropsWeights = true;
        return new WeightDropout(
            Layers.SelectMany(layer => layer.Directions).Select(direction => direction.RecurrentWeight), Description.Regularization.RecurrentDropout, () => _dropsWeights = false);
    }

    /// <summary>The answers to a batch of sequences, from zero states.</summary>
    /// <param name="input">[batch, time, features], or int64 [batch, time] for an embedding.</param>
    /// <returns>[batch, horizon, targets], [batch, classes], [batch, time, classes], or hidden states; as the task says.</returns>
    public override Tensor forward(Tensor input) => Run(input).Output;

    /// <summary>The answers to a batch of sequences, and the final states.</summary>
    /// <param name="input">[batch, time, features], or int64 [batch, time] for an embedding.</param>
    /// <param name="initialStates">The state of each layer before the first step, or null for zeros.</param>
    /// <exception cref="ArgumentException">The input or a state has not the network's sizes; the message says which were expected.</exception>
    public NetworkOutput Run(Tensor input, IReadOnlyList<RecurrentState>? initialStates = null) => Run(new NetworkInput(input) { InitialStates = initialStates });

    /// <summary>The answers to a batch of sequences, which may be of several lengths.</summary>
    /// <param name="input">The sequences and all that belongs to them.</param>
    /// <returns>
    /// The answers, each as it would be for its sequence alone, and the final states: those are left out, the list is empty, where there are lengths.
    /// </returns>
    /// <exception cref="ArgumentException">The input or a state has not the network's sizes; the message says which were expected.</exception>
    public NetworkOutput Run(NetworkInput input)
    {
        var scored = ComputeScores(input);
        var output = Description.Task switch
        {
            RecurrentTask.Forecast => scored.TargetScaling.ToOutputs(scored.Scores),
            RecurrentTask.Encode => scored.Scores,
            _ => nn.functional.softmax(scored.Scores, -1),
        };
        return _quantiles is null
            ? new NetworkOutput(output, scored.States)
            : new NetworkOutput(output.select(-1, Description.MedianIndex), scored.States) { Quantiles = output };
    }

    /// <summary>What the loss is taken of: scaled forecasts [batch, horizon, targets], or logits in the place of probabilities.</summary>
    internal NetworkScores ComputeScores(Tensor input, IReadOnlyList<RecurrentState>? initial = null) => ComputeScores(new NetworkInput(input) { InitialStates = initial });

    /// <summary>
    /// What the loss is taken of: scaled forecasts [batch, horizon, targets], with an axis of quantiles behind where there are any; or logits in
    /// the place of probabilities.
    /// </summary>
    internal NetworkScores ComputeScores(NetworkInput input) => ComputeScores(input, everyStep: false);

    /// <summary>
    /// What a loss on every step is taken of: the scaled forecasts that the network would give if each step were the last,
    /// [batch, time, horizon, targets]. The first <see cref="NetworkDescription.MinimumSteps"/> - 1 steps have a base that is not what it should be.
    /// </summary>
    /// <exception cref="ArgumentException">The network cannot: the message says why.</exception>
    internal NetworkScores ComputeStepScores(NetworkInput input) => PerStepLoss.ExplainUnsupported(Description) is { } fault
        ? throw new ArgumentException($"The network gives no forecast at every step: {fault}.")
        : ComputeScores(input, everyStep: true);

    private NetworkScores ComputeScores(NetworkInput input, bool everyStep)
    {
        ArgumentNullException.ThrowIfNull(input);
        // An option must not be forgotten without a word.
        if (training && Description.Regularization.RecurrentDropout > 0 && !_dropsWeights)
            throw new InvalidOperationException($"The network drops recurrent weights while training: run it inside {nameof(BeginWeightDropout)}, or in evaluation mode.");
        // Before it is scaled: one feature would be broadcast to many.
        TensorShapes.Check(input.Values, "input", Description.Embedding is null ? [null, null, Description.Features] : [null, null]);
        if (input.InitialStates is { } initial && initial.Count != Layers.Count)
            throw new ArgumentException($"Expected a state for each of {Layers.Count} layers, got {initial.Count}.", nameof(input));
        var (batch, time) = (input.Values.shape[0], input.Values.shape[1]);
        var lengths = SequenceLengths.CreateOrNull(input.Lengths, batch, time);
        CheckFutureCovariates(input.FutureCovariates, batch, time);
        var (values, frame) = Description.Embedding is null ? _scales.Apply(input, lengths, everyStep) : (input.Values, _scales.CreateTargetScaling());
        if (Description.Forecast.FutureCovariates > 0)
            lengths = lengths?.Extend(Description.Forecast.Horizon);
        if (Augmentation is not null)
            values = Perturbed(values);
        var answers = _members.Select((member, index) => member.Run(values, Initial(input, index), lengths, everyStep)).ToList();
        long[] steps = everyStep ? [batch, time, Description.Forecast.Horizon] : [batch, Description.HasOutputPerStep ? time : Description.Forecast.Horizon];
        return new NetworkScores(Together([.. answers.Select(answer => answer.Scores)], steps), [.. answers.SelectMany(answer => answer.States)], frame);
    }

    // The mark of the horizon is no value that could be measured otherwise.
    private Tensor Perturbed(Tensor values) => Description.Forecast.FutureCovariates == 0
        ? Augmentation!(values)
        : cat([Augmentation!(values.narrow(2, 0, values.shape[2] - 1)), values.narrow(2, values.shape[2] - 1, 1)], 2);

    private void CheckFutureCovariates(Tensor? futureCovariates, long batch, long time)
    {
        if (Description.Forecast.FutureCovariates == 0 && futureCovariates is not null)
            throw new ArgumentException("The network reads nothing that is known ahead: leave it out.", nameof(futureCovariates));
        if (Description.Forecast.FutureCovariates == 0)
            return;
        if (futureCovariates is null)
            throw new ArgumentException($"The network reads {Description.Forecast.FutureCovariates} covariates known ahead: give them for the {time} steps of the sequences and {Description.Forecast.Horizon} of the horizon.", nameof(futureCovariates));
        TensorShapes.Check(futureCovariates, "input known ahead", [batch, time + Description.Forecast.Horizon, Description.Forecast.FutureCovariates]);
    }

    private IReadOnlyList<RecurrentState>? Initial(NetworkInput input, int member) =>
        input.InitialStates is null ? null : [.. input.InitialStates.Skip(member * Description.Layers.Count).Take(Description.Layers.Count)];

    // What the members give, as one: forecasts and the steps between quantiles are averaged, and so are probabilities.
    private Tensor Together(IReadOnlyList<Tensor> scores, long[] steps)
    {
        if (Description.Task == RecurrentTask.Forecast)
        {
            return _quantiles is null
                ? Mean([.. scores.Select(part => part.reshape([.. steps, Description.Forecast.Targets]))])
                : _quantiles.ToQuantiles(Mean([.. scores.Select(part => _quantiles.ToSteps(part.reshape([.. steps, Description.Forecast.Targets, Description.Forecast.Quantiles.Count])))]));
        }

        // The logarithm of the mean probability: its softmax is that probability, and its cross-entropy that of the ensemble.
        return scores.Count == 1 ? scores[0] : stack(scores.Select(part => nn.functional.log_softmax(part, -1)), 0).logsumexp(0) - Math.Log(scores.Count);
    }

    private static Tensor Mean(IReadOnlyList<Tensor> parts) => parts.Count == 1 ? parts[0] : stack(parts, 0).mean([0]);

    /// <summary>Sets how raw values become what the layers see; the network is built for it by its normalization.</summary>
    internal void SetScales(AffineScale? input, AffineScale? target, AffineScale? futureCovariates = null) => _scales.Set(input, target, futureCovariates);

    /// <summary>Takes the scales from data, where the network's normalization asks for them.</summary>
    /// <exception cref="SequenceDataException">The history of the targets is too short for the base, or holds a value without a transform.</exception>
    internal void FitScales(SequenceData data) => _scales.Fit(data);
}
