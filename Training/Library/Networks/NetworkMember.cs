using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The trainable part of a network: embedding, recurrent layers with layer normalization, and head. Its inputs are scaled values, its outputs scores.
/// </summary>
internal sealed class NetworkMember : nn.Module
{
    private readonly NetworkDescription _description;
    private readonly LayerNorm[]? _norms;
    private readonly Dropout? _dropout;
    private readonly Dropout? _headDropout;
    private readonly LearnedState[]? _initialStates;
    private readonly LayerNorm? _headNorm;
    private readonly LinearLayer[] _headLayers;

    public NetworkMember(NetworkDescription description)
        : base(nameof(NetworkMember))
    {
        _description = description;
        if (description.Embedding is { } table)
            register_module("embedding", Embedding = nn.Embedding(table.VocabularySize, table.EmbeddingSize));
        Layers = [.. description.Layers.Select(layer => new RecurrentLayer(layer))];
        register_module("layers", new ModuleList<RecurrentLayer>([.. Layers]));
        if (description.HasLayerNormalization)
        {
            _norms = [.. description.Layers.Select(layer => nn.LayerNorm([layer.OutputSize], description.LayerNormalizationEpsilon))];
            register_module("norms", new ModuleList<LayerNorm>(_norms));
        }

        if (description.HasLearnedInitialState)
        {
            _initialStates = [.. description.Layers.Select(layer => new LearnedState(layer))];
            register_module("initial_states", new ModuleList<LearnedState>(_initialStates));
        }

        if (description.Regularization.Dropout > 0)
            register_module("dropout", _dropout = nn.Dropout(description.Regularization.Dropout));
        if (description.Regularization.HeadDropout > 0)
            register_module("head_dropout", _headDropout = nn.Dropout(description.Regularization.HeadDropout));
        if (description.HasHeadNormalization)
            register_module("head_norm", _headNorm = nn.LayerNorm([description.HeadInputSize], description.LayerNormalizationEpsilon));
        _headLayers = [.. description.HeadLayers.Select(layer => new LinearLayer(layer))];
        if (_headLayers.Length > 0)
            register_module("head_layers", new ModuleList<LinearLayer>(_headLayers));
        if (description.HasHead)
            register_module("head", Head = nn.Linear(description.OutputLayerInputSize, description.HeadOutputSize));
    }

    public Embedding? Embedding { get; }

    public IReadOnlyList<RecurrentLayer> Layers { get; }

    /// <summary>The normalization of each layer, or null without layer normalization.</summary>
    public IReadOnlyList<LayerNorm>? Norms => _norms;

    /// <summary>The trained state of each layer before the first step, or null for zeros.</summary>
    public IReadOnlyList<LearnedState>? InitialStates => _initialStates;

    /// <summary>The normalization of the pooled states, or null without.</summary>
    public LayerNorm? HeadNorm => _headNorm;

    /// <summary>The hidden layers of the head.</summary>
    public IReadOnlyList<LinearLayer> HeadLayers => _headLayers;

    /// <summary>The output layer of the head; null without a head.</summary>
    public Linear? Head { get; }

    /// <summary>Runs the member on a batch.</summary>
    /// <param name="input">Scaled values [batch, time, size], or tokens [batch, time].</param>
    /// <param name="initial">The state of each layer before the first step, or null for the trained states, or zeros without those.</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <param name="everyStep">Whether the head is applied at every time step, as if it were the last.</param>
    /// <returns>The outputs of the head, and the final states; no states with lengths.</returns>
    public (Tensor Scores, IReadOnlyList<RecurrentState> States) Run(
        Tensor input, IReadOnlyList<RecurrentState>? initial, SequenceLengths? lengths, bool everyStep)
    {
        var layers = RunLayers(Embedding is null ? input : Embedding.call(input), initial, lengths);
        var (sequence, shortened) = (layers.Sequence, layers.Lengths);
        var pooled = _description.Forecast.FutureCovariates > 0 ? SelectHorizon(sequence, shortened)
            : everyStep ? HeadPooling.PoolAtEveryStep(_description, sequence)
            : HeadPooling.Pool(_description, sequence, layers.Final, shortened);
        var scores = ApplyHead(pooled);
        if (_description.ReversesOutput)
            scores = SequenceLengths.Reverse(scores, shortened);
        return (scores, lengths is null ? layers.States : []);
    }

    // With future covariates, the steps of the horizon are the last ones of the sequence.
    private Tensor SelectHorizon(Tensor sequence, SequenceLengths? lengths) => lengths is null
        ? sequence.narrow(1, sequence.shape[1] - _description.Forecast.Horizon, _description.Forecast.Horizon)
        : lengths.GatherLastSteps(sequence, _description.Forecast.Horizon);

    private Tensor ApplyHead(Tensor pooled)
    {
        if (_headNorm is not null)
            pooled = _headNorm.call(pooled);
        if (_headDropout is not null)
            pooled = _headDropout.call(pooled);
        foreach (var layer in _headLayers)
            pooled = layer.Run(pooled);
        return Head is null ? pooled : Activations.Apply(_description.OutputActivation, Head.call(pooled));
    }

    private (Tensor Sequence, SequenceLengths? Lengths, Tensor Final, IReadOnlyList<RecurrentState> States) RunLayers(
        Tensor sequence, IReadOnlyList<RecurrentState>? initial, SequenceLengths? lengths)
    {
        var states = new RecurrentState[Layers.Count];
        for (var index = 0; index < states.Length; index++)
        {
            if (index > 0 && _dropout is not null)
                sequence = _dropout.call(sequence);
            var state = initial?[index] ?? _initialStates?[index].Expand(sequence.shape[0]);
            (sequence, states[index], lengths) = Layers[index].Run(sequence, state, lengths);
            if (_norms is not null)
                sequence = _norms[index].call(sequence);
        }

        // [directions, batch, hidden] -> [batch, directions * hidden]
        var final = states[^1].HiddenState.transpose(0, 1).reshape(sequence.shape[0], -1);
        return (sequence, lengths, _norms is null ? final : _norms[^1].call(final), states);
    }
}
