using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The TorchSharp module of a <see cref="NetworkDescription"/>: scaling or embedding, recurrent layers, head. Its answers are those of
/// the exported file: raw values in, raw values or probabilities out.
/// </summary>
public sealed class RecurrentNetwork : nn.Module<Tensor, Tensor>
{
    private readonly NetworkMember _member;
    private Tensor? _inputMean;
    private Tensor? _inputDeviation;
    private Tensor? _targetMean;
    private Tensor? _targetDeviation;

    /// <summary>Builds a network with PyTorch's initial weights, drawn from LibTorch's generator as it stands.</summary>
    /// <exception cref="ArgumentException">The description does not hold together; the message lists every fault.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public RecurrentNetwork(NetworkDescription description)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(RecurrentNetwork)))
    {
        ArgumentNullException.ThrowIfNull(description);
        description.Validate();
        Description = description;
        register_module("member", _member = new NetworkMember(description));
        if (description.Normalization == InputNormalization.Standard)
            SetScales(Identity(description.Features), description.Task == RecurrentTask.Forecast ? Identity(description.Targets) : null);
    }

    /// <summary>Builds a network whose initial weights a seed decides.</summary>
    /// <param name="description">What the network is.</param>
    /// <param name="seed">The seed; it is set in LibTorch's generator, which the whole process shares.</param>
    /// <exception cref="ArgumentException">The description does not hold together; the message lists every fault.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static RecurrentNetwork Create(NetworkDescription description, long seed = 1)
    {
        LibTorchLibrary.EnsureLoaded();
        manual_seed(seed);
        return new RecurrentNetwork(description);
    }

    /// <summary>What the network is.</summary>
    public NetworkDescription Description { get; }

    internal IReadOnlyList<RecurrentLayer> Layers => _member.Layers;

    internal IReadOnlyList<LayerNorm>? Norms => _member.Norms;

    internal Embedding? EmbeddingTable => _member.Embedding;

    internal Linear? Head => _member.Head;

    internal AffineScale? InputScale => Scale(_inputMean, _inputDeviation);

    internal AffineScale? TargetScale => Scale(_targetMean, _targetDeviation);

    /// <summary>The answers to a batch of sequences, from zero states.</summary>
    /// <param name="input">[batch, time, features], or int64 [batch, time] for an embedding.</param>
    /// <returns>[batch, horizon, targets], [batch, classes], [batch, time, classes], or hidden states; as the task says.</returns>
    public override Tensor forward(Tensor input) => Run(input).Output;

    /// <summary>The answers to a batch of sequences, and the final states.</summary>
    /// <param name="input">[batch, time, features], or int64 [batch, time] for an embedding.</param>
    /// <param name="initial">The state of each layer before the first step, or null for zeros.</param>
    /// <exception cref="ArgumentException">The input or a state has not the network's sizes; the message says which were expected.</exception>
    public NetworkAnswer Run(Tensor input, IReadOnlyList<RecurrentState>? initial = null) => Run(new NetworkInput(input) { Initial = initial });

    /// <summary>The answers to a batch of sequences, which may be of several lengths.</summary>
    /// <param name="input">The sequences and all that belongs to them.</param>
    /// <returns>
    /// The answers, each as it would be for its sequence alone, and the final states: those are left out, the list is empty, where there are lengths.
    /// </returns>
    /// <exception cref="ArgumentException">The input or a state has not the network's sizes; the message says which were expected.</exception>
    public NetworkAnswer Run(NetworkInput input)
    {
        var (scores, states) = Scores(input);
        var output = Description.Task switch
        {
            RecurrentTask.Forecast => Unscale(scores),
            RecurrentTask.Encode => scores,
            _ => nn.functional.softmax(scores, -1),
        };
        return new NetworkAnswer(output, states);
    }

    /// <summary>What the loss is taken of: scaled forecasts [batch, horizon, targets], or logits in the place of probabilities.</summary>
    internal (Tensor Scores, IReadOnlyList<RecurrentState> States) Scores(Tensor input, IReadOnlyList<RecurrentState>? initial = null) =>
        Scores(new NetworkInput(input) { Initial = initial });

    /// <summary>What the loss is taken of: scaled forecasts [batch, horizon, targets], or logits in the place of probabilities.</summary>
    internal (Tensor Scores, IReadOnlyList<RecurrentState> States) Scores(NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Before it is scaled: one feature would be broadcast to many.
        TensorShapes.Check(input.Values, "input", Description.Embedding is null ? [null, null, Description.Features] : [null, null]);
        if (input.Initial is { } initial && initial.Count != Layers.Count)
            throw new ArgumentException($"Expected a state for each of {Layers.Count} layers, got {initial.Count}.", nameof(input));
        var lengths = SequenceLengths.Of(input.Lengths, input.Values.shape[0], input.Values.shape[1]);
        var (scores, states) = _member.Run(ScaleInput(input.Values), input.Initial, lengths);
        return (Description.Task == RecurrentTask.Forecast && !Description.AnswersEveryStep
            ? scores.reshape(-1, Description.Horizon, Description.Targets)
            : scores, states);
    }

    /// <summary>Raw targets as the loss compares them with the scores.</summary>
    internal Tensor ScaleTarget(Tensor target) => _targetMean is null ? target : (target - _targetMean) / _targetDeviation!;

    /// <summary>Sets how raw values become what the layers see; the network is built for it by its normalization.</summary>
    internal void SetScales(AffineScale? input, AffineScale? target)
    {
        (_inputMean, _inputDeviation) = Replace("input", _inputMean, _inputDeviation, input);
        (_targetMean, _targetDeviation) = Replace("target", _targetMean, _targetDeviation, target);
    }

    /// <summary>Takes the scales from data, where the network's normalization asks for them.</summary>
    internal void FitScales(SequenceData data)
    {
        if (Description.Normalization == InputNormalization.Standard)
            SetScales(Standardization.Of(data.Inputs), Description.Task == RecurrentTask.Forecast ? Standardization.Of(data.Targets) : null);
    }

    private Tensor ScaleInput(Tensor input) => _inputMean is null ? input : (input - _inputMean) / _inputDeviation!;

    private Tensor Unscale(Tensor scores) => _targetMean is null ? scores : scores * _targetDeviation! + _targetMean;

    private (Tensor? Mean, Tensor? Deviation) Replace(string name, Tensor? mean, Tensor? deviation, AffineScale? scale)
    {
        if (scale is null)
            return (mean, deviation);
        if (mean is null || deviation is null)
        {
            (mean, deviation) = (tensor(scale.Mean), tensor(scale.Deviation));
            register_buffer($"{name}_mean", mean);
            register_buffer($"{name}_deviation", deviation);
            return (mean, deviation);
        }

        using var none = no_grad();
        using var scope = NewDisposeScope();
        mean.copy_(tensor(scale.Mean));
        deviation.copy_(tensor(scale.Deviation));
        return (mean, deviation);
    }

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);

    private static AffineScale? Scale(Tensor? mean, Tensor? deviation) =>
        mean is null || deviation is null ? null : new AffineScale(mean.data<float>().ToArray(), deviation.data<float>().ToArray());
}
