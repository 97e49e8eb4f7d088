using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The backward pass of an autograd function of ours: errors are held, and what it returns is released.</summary>
internal static class BackwardPass
{
    [ThreadStatic]
    private static List<Tensor>? _returned;

    /// <summary>Computes what <c>backward</c> of a function returns; nothing but undefined gradients if that fails.</summary>
    /// <param name="arguments">The number of arguments of the function, the first of which is no tensor.</param>
    /// <param name="compute">Computes the gradients of the other arguments; null for those that have none.</param>
    public static List<Tensor> Run(int arguments, Func<Tensor?[]> compute)
    {
        // LibTorch has had its own references since the pass that returned them ended.
        foreach (var tensor in _returned ?? [])
            tensor?.Dispose();
        _returned = null;
        try
        {
            return _returned = [null!, .. compute().Select(gradient => gradient!)];
        }
        catch (Exception error)
        {
            // Thrown through LibTorch, it would end the process.
            FusedFailure.Hold(error);
            return [.. new Tensor[arguments]];
        }
    }
}
