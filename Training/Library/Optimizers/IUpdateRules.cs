using TorchSharp.Modules;

namespace MlNetRecurrent.Training;

/// <summary>The rules of an optimizer for <see cref="ParameterUpdates"/>.</summary>
internal interface IUpdateRules
{
    /// <summary>Whether there is a rule for these options.</summary>
    bool Supports(OptimizerOptions options);

    /// <summary>Creates the rule of the next step of a parameter, and counts the step in its state.</summary>
    /// <param name="options">The options of the group of the parameter.</param>
    /// <param name="state">The state of the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradientScale">The factor of the gradient: that of gradient clipping.</param>
    /// <param name="averageShare">The share of the new weight in the moving average.</param>
    StateUpdate CreateUpdate(
        OptimizerOptions options, OptimizerState state, Parameter parameter, double gradientScale, double averageShare);
}
