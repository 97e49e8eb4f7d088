namespace MlNetRecurrent.Onnx;

/// <summary>A part of a function that several nodes compute together, such as erf(x), or all of it, such as x * (1 + erf(x / sqrt(2))).</summary>
/// <param name="Function">The function of each feature.</param>
/// <param name="Cost">The number of operations of the function.</param>
/// <param name="Node">The operator and name of the last node, for error messages.</param>
internal sealed record ElementwiseStep(Func<double, double> Function, int Cost, string Node) : ChainStep
{
    public override string Description => "the output of an activation";
}
