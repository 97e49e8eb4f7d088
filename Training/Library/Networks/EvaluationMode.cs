using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Keeps a module in evaluation mode until disposed; then every part of it is back in the mode in which it was.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module module)
    {
        // Parts follow what holds them, so setting a whole never undoes what was set in its part.
        _modes = [(module, module.training), .. module.modules().Select(part => (part, part.training))];
        module.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (module, training) in _modes)
            module.train(training);
    }
}
