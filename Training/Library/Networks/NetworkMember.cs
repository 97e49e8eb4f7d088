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
        Categories = [.. description.Categories.Select(category => nn.Embedding(category.Count + 1L, category.EmbeddingSize))];
        if (Categories.Count > 0)
            register_module("categories", new ModuleList<Embedding>([.. Categories]));
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
            register_module("head", Head = new FusedLinear(description.OutputLayerInputSize, description.HeadOutputSize));
    }

    public Embedding? Embedding { get; }

    /// <summary>The table of each category.</summary>
    public IReadOnlyList<Embedding> Categories { get; }

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
    public FusedLinear? Head { get; }

    /// <summary>Returns the input of the first layer: the embedding of tokens, or values with the vectors of categories after them.</summary>
    /// <param name="input">Scaled values [batch, time, size], or tokens [batch, time].</param>
    /// <param name="codes">The codes of the categories, int64 [batch, time, categories]; null without categories.</param>
    public Tensor Embed(Tensor input, Tensor? codes) =>
        Embedding is not null ? Embedding.call(input)
        : codes is null ? input
        : cat([input, .. Categories.Select((table, index) => table.call(codes.select(2, index)))], 2);

    /// <summary>Drops values between layers during training, if the description sets dropout.</summary>
    public Tensor DropBetweenLayers(Tensor sequence) => Drop(_dropout, sequence);

    /// <summary>Normalizes hidden states of a layer, [..., width], if the description sets layer normalization.</summary>
    public Tensor Normalize(int layer, Tensor values) => _norms is null ? values : _norms[layer].call(values);

    /// <summary>The trained state of a layer before the first step for each sequence of a batch; null for zeros.</summary>
    public RecurrentState? ExpandInitialState(int layer, long batch) => _initialStates?[layer].Expand(batch);

    /// <summary>Applies the head to pooled states, up to its output layer.</summary>
    public HeadOutput ApplyHead(Tensor pooled)
    {
        if (_headNorm is not null)
            pooled = _headNorm.call(pooled);
        pooled = Drop(_headDropout, pooled);
        foreach (var layer in _headLayers)
            pooled = layer.Run(pooled);
        return new HeadOutput(pooled, Head, _description.OutputActivation);
    }

    private static Tensor Drop(Dropout? dropout, Tensor values) =>
        dropout is { training: true } ? DropoutCall.Run(values, dropout.p) : values;
}
