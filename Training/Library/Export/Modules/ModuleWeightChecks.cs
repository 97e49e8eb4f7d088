using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks whether the weights of a module can be exported.</summary>
internal static class ModuleWeightChecks
{
    /// <summary>Lists the errors of the weights; empty if there are none.</summary>
    /// <param name="module">The module. For a Sequential, the modules in it are checked one by one instead.</param>
    /// <param name="title">The name of the module in messages.</param>
    public static IEnumerable<string> FindErrors(nn.Module module, string title)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: module is not Sequential))
        {
            using var scope = NewDisposeScope();
            if (parameter.dtype != ScalarType.Float32)
                yield return $"{title} has weights of type {parameter.dtype}: convert it with to(ScalarType.Float32)";
            else if (!parameter.isfinite().all().item<bool>())
                yield return $"{title} has a NaN or infinite value in {name}: training diverged";
        }
    }
}
