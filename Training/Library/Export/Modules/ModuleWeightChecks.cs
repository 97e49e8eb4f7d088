using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that a module's own weights can be exported.</summary>
internal static class ModuleWeightChecks
{
    /// <summary>What is wrong with them, if anything.</summary>
    /// <param name="module">The module; the weights of what a Sequential holds are checked one by one.</param>
    /// <param name="title">How messages call it.</param>
    public static IEnumerable<string> FindErrors(nn.Module module, string title)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: module is not Sequential))
        {
            using var scope = NewDisposeScope();
            if (parameter.dtype != ScalarType.Float32)
                yield return $"{title} has weights of {parameter.dtype}: convert it by to(ScalarType.Float32)";
            else if (!parameter.isfinite().all().item<bool>())
                yield return $"{title} holds a NaN or an infinity in {name}: the fit diverged";
        }
    }
}
