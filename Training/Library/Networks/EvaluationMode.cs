using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sets a module to evaluation mode; disposing it restores the previous mode of the module and each of its submodules.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module module)
    {
        // Parents come before their children: train(...) on a parent also sets its children, whose own modes are restored afterwards.
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
