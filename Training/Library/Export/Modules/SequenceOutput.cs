using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>An LSTM, GRU or RNN of TorchSharp whose only output is the hidden state at every step.</summary>
internal sealed class SequenceOutput : nn.Module<Tensor, Tensor>, IOnnxModule
{
    private readonly nn.Module _module;

    /// <exception cref="ArgumentException">The module is of another type.</exception>
    public SequenceOutput(nn.Module module)
        : base(nameof(SequenceOutput)) => _module = TorchSharpLayers.IsRecurrent(module)
            ? module
            : throw new ArgumentException(
                $"Expected an LSTM, GRU or RNN of TorchSharp, or a module that takes a tensor and returns a tensor; got {module.GetType().Name}.",
                nameof(module));

    public override Tensor forward(Tensor input) => TorchSharpLayers.Run(_module, input).Sequence;

    public string WriteOnnx(OnnxNodeBuilder nodes, string input) => nodes.AddModule(_module, input);
}
